"""The environment of a service: complete already under `b2b up` and in containers, else completed here."""

import os
from contextlib import AbstractContextManager, nullcontext


def service_environment() -> AbstractContextManager[dict[str, str]]:
    """Raises EmbeddedFault where no servers are named and none run.

    What looks for running servers costs 20 MB and is not even imported where the environment names them.
    """
    if os.environ.get("B2B_DATABASE_URL") and os.environ.get("B2B_REDIS_URL"):
        return nullcontext(dict(os.environ))
    from b2b.infrastructure.embedded import connected_environment

    return connected_environment(os.environ, start=False)

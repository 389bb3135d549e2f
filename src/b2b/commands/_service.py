"""Running the processes that serve no API."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from b2b.commands._environment import service_environment
from b2b.commands._serve import TRACED_AS
from b2b.infrastructure.config import Settings
from b2b.infrastructure.observability.logging import configure_logging


@contextmanager
def service(name: str) -> Iterator[None]:
    """Environment and logs for the block, which imports and runs the process.

    A failure is logged with its traceback before it reaches the terminal as a sentence.
    """
    with service_environment() as environment:
        settings = Settings.from_env(environment)
        os.environ.update(environment)
        configure_logging(process=name, level=settings.log_level)
        os.environ.setdefault(TRACED_AS, f"b2b-{name}")
        try:
            yield
        except Exception:
            structlog.get_logger(name).exception("process.failed")
            raise

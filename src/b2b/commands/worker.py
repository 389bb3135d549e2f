import os

import click


@click.command()
def command() -> None:
    """Deliver webhooks and do other work that waits in queues."""
    from b2b.infrastructure.config import Settings
    from b2b.infrastructure.embedded import connected_environment
    from b2b.infrastructure.observability.logging import configure_logging

    with connected_environment(os.environ, start=False) as environment:
        os.environ.update(environment)
        configure_logging(process="worker", level=Settings.from_env(environment).log_level)
        from b2b.infrastructure.messaging.worker import main

        main()

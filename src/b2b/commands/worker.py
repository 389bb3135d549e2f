import click


@click.command()
def command() -> None:
    """Deliver webhooks and do other work that waits in queues."""
    from b2b.commands._service import service

    with service("worker"):
        from b2b.infrastructure.messaging.worker import main

        main()

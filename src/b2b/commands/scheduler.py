import click


@click.command()
def command() -> None:
    """Relay events and keep the clock of expiries; one leads, others stand by."""
    from b2b.commands._service import service

    with service("scheduler"):
        from b2b.infrastructure.messaging.scheduler import main

        main()

import os

import click


@click.command()
@click.option("--demo", is_flag=True, help="Load demo data and start the demo ERP beside it.")
@click.option("--verbose", "-v", is_flag=True, help="Show every line that is logged, not only warnings.")
def command(*, demo: bool, verbose: bool) -> None:
    """Start everything: servers, migrations, both APIs, worker and scheduler.

    PostgreSQL and Valkey of our own run in .b2b (or B2B_HOME) unless B2B_DATABASE_URL and B2B_REDIS_URL name
    others. Logs are in its logs folder. Ctrl-C or SIGTERM stops everything.
    """
    from b2b.commands._supervisor.console import Console
    from b2b.commands._supervisor.run import Up
    from b2b.infrastructure.embedded import home_of

    Up(home=home_of(os.environ), environ=os.environ, console=Console(verbose=verbose), demo=demo).run()

import click


@click.group()
def command() -> None:
    """The demo: a distributor with people, rules and an ERP's key. Its data the ERP simulator pushes."""


@command.command()
def load() -> None:
    """Make the demo's tenant, once; what is there already stays as it is."""
    import asyncio

    from b2b.commands import _demo
    from b2b.commands._project import project_root
    from b2b.infrastructure.embedded import connected

    users = _demo.read_users(project_root("demo") / "demo" / "users.json")
    with connected() as settings:
        seed = asyncio.run(_demo.load(settings, users))
        click.echo(f"The demo has {len(seed.users)} users; see {settings.home / _demo.SEED_FILE}.")

import click


@click.group()
def command() -> None:
    """The companies that sell here; everything belongs to one of them."""


@command.command()
@click.argument("code")
@click.argument("name")
@click.option("--host", help="The host name at which people sign in to it.")
@click.option("--currency", default="TRY", show_default=True, help="The default currency, ISO 4217.")
def create(code: str, name: str, host: str | None, currency: str) -> None:
    """Make a tenant with the roles of the product; one that exists gets the roles it lacks."""
    from sqlalchemy import create_engine

    from b2b.commands._migrations import owner_url
    from b2b.domain.shared.money import Currency
    from b2b.infrastructure.embedded import connected
    from b2b.infrastructure.persistence.seeds import seed_tenant

    with connected() as settings:
        engine = create_engine(owner_url(settings))
        with engine.begin() as connection:
            tenant_id = seed_tenant(connection, code, name, host=host, currency=Currency(currency).code)
        engine.dispose()
    click.echo(f"Tenant {code} is {tenant_id}.")


@command.command("list")
def list_tenants() -> None:
    """Say which tenants there are."""
    from sqlalchemy import create_engine, select

    from b2b.infrastructure.embedded import connected
    from b2b.infrastructure.persistence.tables.identity import tenants

    with connected() as settings:
        engine = create_engine(settings.database_url)
        with engine.connect() as connection:
            rows = connection.execute(select(tenants).order_by(tenants.c.code)).all()
        engine.dispose()
    for row in rows:
        state = "" if row.is_active else "  suspended"
        click.echo(f"{row.code}  {row.name}  {row.host or '-'}{state}")

import click


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Bring the database's schema up to date (alone, the same as `upgrade`)."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(upgrade)


@command.command()
@click.option("--to", "revision", default="head", show_default=True, help="Stop at this revision.")
def upgrade(revision: str = "head") -> None:
    """Apply the migrations that the database lacks."""
    from alembic.command import upgrade as alembic_upgrade

    from b2b.commands._migrations import alembic_config, one_at_a_time, owner_url, pending
    from b2b.infrastructure.embedded import connected

    with connected() as settings:
        url = owner_url(settings)
        with one_at_a_time(url):
            steps = pending(url)
            alembic_upgrade(alembic_config(url), revision)
    click.echo(f"Applied {len(steps)} migrations." if steps else "The schema is up to date.")


@command.command()
@click.option(
    "--to", "revision", required=True, help="A revision, -1 for one step back, or base for nothing."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, *, yes: bool) -> None:
    """Take migrations back. Data that only the newer schema can hold is lost."""
    from alembic.command import downgrade as alembic_downgrade

    from b2b.commands._migrations import alembic_config, one_at_a_time, owner_url
    from b2b.infrastructure.embedded import connected

    if not yes:
        click.confirm("This can delete data. Go on?", abort=True)
    with connected() as settings:
        url = owner_url(settings)
        with one_at_a_time(url):
            alembic_downgrade(alembic_config(url), revision)
    click.echo(f"The schema is at {revision}.")


@command.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Say which migrations are pending; exit status 1 where there are any."""
    from b2b.commands._migrations import owner_url, pending
    from b2b.infrastructure.embedded import connected

    with connected() as settings:
        steps = pending(owner_url(settings))
    for step in steps:
        click.echo(step)
    click.echo(f"{len(steps)} migrations are pending." if steps else "The schema is up to date.")
    ctx.exit(1 if steps else 0)

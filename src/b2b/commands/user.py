from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from b2b.application.identity.create_user import CreateUser
    from b2b.infrastructure.config import Settings


@click.group()
def command() -> None:
    """People who sign in."""


@command.command()
@click.argument("email")
@click.argument("full_name")
@click.option("--role", "roles", multiple=True, required=True, help="A role's code; give it again for more.")
@click.option("--partner-code", help="The dealer the user belongs to; staff without it.")
@click.option("--tenant", help="The tenant's code, where there are several.")
@click.option(
    "--password", envvar="B2B_USER_PASSWORD", help="Else it is asked for. B2B_USER_PASSWORD sets it too."
)
def create(
    email: str,
    full_name: str,
    roles: tuple[str, ...],
    partner_code: str | None,
    tenant: str | None,
    password: str | None,
) -> None:
    """Add a user, such as the first administrator: --role super_admin."""
    import asyncio

    from b2b.application.identity.create_user import CreateUser
    from b2b.infrastructure.embedded import connected

    secret = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    wanted = CreateUser(
        customer_code=partner_code,
        email=email,
        full_name=full_name,
        role_codes=roles,
        password=str(secret),
    )
    with connected() as settings:
        click.echo(f"User {email} is {asyncio.run(_create(settings, tenant, wanted))}.")


async def _create(settings: "Settings", tenant: str | None, wanted: "CreateUser") -> str:
    from b2b.application.identity.create_user import CreateUserHandler
    from b2b.commands._system import as_system

    async with as_system(settings, tenant) as use, use() as scope:
        created = await (await scope.get(CreateUserHandler))(wanted)
    return str(created.id)

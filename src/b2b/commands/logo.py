import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from dishka import AsyncContainer

    from b2b.application.integration.queries.erp_status import ErpStatus

Result = TypeVar("Result")

tenant_option = click.option("--tenant", help="The tenant's code, where there are several.")


@click.group()
def command() -> None:
    """Read LOGO and write orders to it, where it can only be called."""


@command.command()
def run() -> None:
    """Serve: read what changes, write what is approved."""
    from b2b.commands._service import service

    with service("logo"):
        from b2b.infrastructure.messaging.erp import main

        main()


@command.command()
@click.argument("address")
@click.option("--user", required=True, help="LOGO's user.")
@click.password_option(confirmation_prompt=False, envvar="LOGO_PASSWORD", help="Asked for, or LOGO_PASSWORD.")
@click.option("--client-id", default="", help="Of the program, where LOGO asks for it.")
@click.option("--client-secret", default="", envvar="LOGO_CLIENT_SECRET", help="Or LOGO_CLIENT_SECRET.")
@click.option("--firm", type=int, default=1, show_default=True)
@click.option("--period", type=int, default=1, show_default=True)
@click.option("--warehouse", "warehouses", multiple=True, help="LOGO's number and our code: 0=IST.")
@click.option("--orders-from-beginning", is_flag=True, help="Also write orders approved before now.")
@tenant_option
def connect(  # noqa: PLR0913  an option each
    *,
    address: str,
    user: str,
    password: str,
    client_id: str,
    client_secret: str,
    firm: int,
    period: int,
    warehouses: tuple[str, ...],
    tenant: str | None,
    orders_from_beginning: bool,
) -> None:
    """Say where the Objects REST Service is (http://host:32001) and as whom we come; again changes it."""
    from b2b.application.integration.erp.connect_erp import ConnectErp, ConnectErpHandler
    from b2b.application.integration.erp.ports import Company

    order = ConnectErp(
        address=address,
        user=user,
        password=password,
        client_id=client_id,
        client_secret=client_secret,
        company=Company(firm, period),
        warehouses=tuple(_warehouse(text) for text in warehouses),
        from_beginning=orders_from_beginning,
    )

    async def use(scope: "AsyncContainer") -> None:
        await (await scope.get(ConnectErpHandler))(order)

    _run(tenant, use)
    click.echo("Connected. `b2b logo run` reads and writes; `b2b logo status` says how far it is.")


@command.command()
@click.option("--firm", type=int, required=True)
@click.option("--period", type=int, required=True)
@tenant_option
def company(firm: int, period: int, tenant: str | None) -> None:
    """Go on in another firm or period, such as at the turn of the year."""
    from b2b.application.integration.erp.connect_erp import ChangeCompanyHandler
    from b2b.application.integration.erp.ports import Company

    async def use(scope: "AsyncContainer") -> None:
        await (await scope.get(ChangeCompanyHandler))(Company(firm, period))

    _run(tenant, use)


@command.command()
@tenant_option
def pause(tenant: str | None) -> None:
    """Call LOGO no more; orders wait."""
    _switch(tenant, on=False)


@command.command()
@tenant_option
def resume(tenant: str | None) -> None:
    """Call LOGO again."""
    _switch(tenant, on=True)


@command.command()
@click.argument("stream")
@tenant_option
def reread(stream: str, tenant: str | None) -> None:
    """Read again from the beginning: products, customers, ship-tos, prices, stock or invoices."""
    from b2b.application.integration.erp.connect_erp import RereadErpHandler
    from b2b.application.integration.erp.ports import ErpStream

    if stream not in {known.value for known in ErpStream}:
        raise click.ClickException(f"There are {', '.join(known.value for known in ErpStream)}.")

    async def use(scope: "AsyncContainer") -> None:
        await (await scope.get(RereadErpHandler))(ErpStream(stream))

    _run(tenant, use)


@command.command()
@click.argument("number", required=False)
@tenant_option
def retry(number: str | None, tenant: str | None) -> None:
    """Try an order that LOGO refused again at once, or all of them."""
    from b2b.application.integration.erp.connect_erp import RetryErpOrdersHandler

    async def use(scope: "AsyncContainer") -> int:
        return await (await scope.get(RetryErpOrdersHandler))(number)

    click.echo(f"{_run(tenant, use)} orders are due now.")


@command.command()
@tenant_option
def status(tenant: str | None) -> None:
    """Say when LOGO answered last, how far it is read, and which orders wait."""
    from b2b.application.integration.queries.erp_status import ShowErpStatus

    async def use(scope: "AsyncContainer") -> "ErpStatus | None":
        return await (await scope.get(ShowErpStatus))()

    found = _run(tenant, use)
    if found is None:
        raise click.ClickException("LOGO is not connected; see `b2b logo connect --help`.")
    _say(found)


def _say(found: "ErpStatus") -> None:
    state = "in use" if found.is_active else "paused"
    click.echo(f"LOGO at {found.address}, firm {found.firm}, period {found.period}, {state}.")
    click.echo(f"Last contact {found.last_contact_at or 'never'}.")
    if found.away_since:
        click.echo(f"Away since {found.away_since}: {found.last_fault}")
    for stream in found.streams:
        click.echo(f"  {stream.stream}: read up to {stream.since or '-'}, last whole {stream.completed_at}")
        for sentence in stream.refused:
            click.echo(f"    {sentence}")
    click.echo(f"{found.backlog} orders wait, {found.refused} of them were refused.")
    for order in found.orders:
        click.echo(f"  {order.number} since {order.waiting_since}, {order.state}: {'; '.join(order.reasons)}")


def _switch(tenant: str | None, *, on: bool) -> None:
    from b2b.application.integration.erp.connect_erp import SwitchErpHandler

    async def use(scope: "AsyncContainer") -> None:
        await (await scope.get(SwitchErpHandler))(on=on)

    _run(tenant, use)


def _warehouse(text: str) -> tuple[int, str]:
    number, separator, code = text.partition("=")
    if not separator or not number.isdigit() or not code:
        raise click.ClickException(f"A warehouse is a number and a code, such as 0=IST; not {text}.")
    return int(number), code


def _run(tenant: str | None, use: Callable[["AsyncContainer"], Awaitable[Result]]) -> Result:
    from b2b.commands._system import as_system
    from b2b.infrastructure.embedded import connected

    async def inside() -> Result:
        async with as_system(settings, tenant) as scopes, scopes() as scope:
            return await use(scope)

    with connected() as settings:
        return asyncio.run(inside())

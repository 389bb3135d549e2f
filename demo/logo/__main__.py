"""`python -m demo.logo` serves a firm with some goods; user and password are LOGO."""

import asyncio
import signal
from datetime import datetime

import click
from granian.constants import Interfaces
from granian.server.embed import Server

from demo.logo.app import ISTANBUL, Logo
from demo.logo.goods import fill


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=32001, show_default=True)
@click.option("--items", default=60, show_default=True)
def main(host: str, port: int, items: int) -> None:
    """A stand-in for LOGO's Objects REST Service."""
    logo = Logo()
    fill(logo.books, datetime.now(ISTANBUL), items=items)
    click.echo(f"LOGO is at http://{host}:{port}/api/v1, firm 1, period 1.")
    asyncio.run(_serve(logo, host, port))


async def _serve(logo: Logo, host: str, port: int) -> None:
    server = Server(logo.app(), host, port, interface=Interfaces.ASGI, log_enabled=False)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    await server.serve()


if __name__ == "__main__":
    main()

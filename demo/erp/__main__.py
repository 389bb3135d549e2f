"""`python -m demo.erp` runs the simulator; `push` sends parts of its data, `export` writes them down."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import click
import msgspec
import structlog
from granian.constants import Interfaces
from granian.server.embed import Server

from demo.erp.app import create_app
from demo.erp.catalogue import Profile
from demo.erp.dataset import VERSION, Edition, Resource, resources
from demo.erp.integration import Integration, IntegrationRefused, IntegrationUnavailable, new_client
from demo.erp.loading import first_day
from demo.erp.loading import push as push_parts
from demo.erp.prices import RATE
from demo.erp.progress import Stage, Stopwatch, Watcher, watching
from demo.erp.settings import Settings, SettingsFault
from demo.erp.state import State

PARTS: Final = (
    "tiers",
    "exchange-rates",
    "warehouses",
    "brands",
    "categories",
    "product-types",
    "products",
    "stock",
    "customers",
    "prices",
    "campaigns",
    "account-entries",
)

only = click.option(
    "--only", multiple=True, type=click.Choice(PARTS), help="These resources; all without it."
)
limit = click.option("--limit", type=click.IntRange(min=1), help="The first items of each resource.")
profile = click.option(
    "--profile",
    type=click.Choice([kind.value for kind in Profile]),
    default=Profile.FULL.value,
    help="full or small.",
    show_default=True,
)
source_version = click.option(
    "--source-version", type=int, default=VERSION, show_default=True, help="A higher one is written again."
)
rate = click.option(
    "--rate",
    type=click.IntRange(min=1),
    default=RATE,
    show_default=True,
    help="Kuruş a dollar: another changes prices.",
)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """A stand-in for a distributor's ERP. Without a command it fills the portal and answers its events."""
    _log_lines()
    if context.invoked_subcommand is None:
        asyncio.run(_serve(_settings()))
        # The loading and invoicing threads may be inside a call. Waiting for them could take minutes, and an
        # orderly exit under them aborts in the server's own threads; the next start goes on from the state.
        sys.stderr.flush()
        os._exit(0)


@main.command()
@only
@limit
@profile
@source_version
@rate
def push(only: tuple[str, ...], limit: int | None, profile: str, source_version: int, rate: int) -> None:
    """Push resources once and stop; exit status 1 if an item was refused."""
    settings = _settings()
    integration = Integration(new_client(settings.integration_url, settings.api_key))
    edition = Edition(Profile(profile), first_day(State(settings.home)), source_version, rate)
    chosen = [resource for resource in resources(edition) if not only or resource.name in only]
    try:
        with watching() as watcher:
            failed = sum(_push_one(integration, resource, limit, watcher) for resource in chosen)
    except (IntegrationUnavailable, IntegrationRefused) as fault:
        raise click.ClickException(str(fault)) from fault
    sys.exit(1 if failed else 0)


def _push_one(integration: Integration, resource: Resource, limit: int | None, watcher: Watcher) -> int:
    """How many items were refused."""
    stage = Stage(name=resource.name, total=min(resource.size, limit or resource.size))
    watch = Stopwatch()
    for sent, answer in push_parts(integration, resource, limit):
        stage.add(sent, answer)
        stage.seconds = watch.seconds
        watcher.moved(stage)
    stage.done = True
    watcher.moved(stage)
    return stage.failed


@main.command()
@click.argument("resource", type=click.Choice(PARTS))
@limit
@profile
@source_version
@rate
def export(resource: str, limit: int | None, profile: str, source_version: int, rate: int) -> None:
    """Write a resource to the standard output as NDJSON, as it would be pushed."""
    edition = Edition(Profile(profile), datetime.now(UTC).date(), source_version, rate)
    found = next(found for found in resources(edition) if found.name == resource)
    encode = msgspec.json.Encoder().encode
    for item in islice(found.items(), limit):
        sys.stdout.buffer.write(encode(item) + b"\n")


def _settings() -> Settings:
    try:
        return Settings.read()
    except SettingsFault as fault:
        raise click.ClickException(str(fault)) from fault


def _log_lines() -> None:
    """To the standard error: words for a person, JSON for a file."""
    is_watched = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if is_watched else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


async def _serve(settings: Settings) -> None:
    """In this very process: a supervisor with a worker would cost twice the memory."""
    server = Server(
        create_app(settings), settings.host, settings.port, interface=Interfaces.ASGI, log_enabled=False
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    await server.serve()


if __name__ == "__main__":
    main()

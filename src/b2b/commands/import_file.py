import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from b2b.application.integration.decoding import ItemKind
    from b2b.application.integration.ports import Batch, Mode
    from b2b.application.integration.results import PushResult
    from b2b.infrastructure.config import Settings

RESOURCES: Final = (
    "categories",
    "brands",
    "product-types",
    "products",
    "warehouses",
    "tiers",
    "prices",
    "stock",
    "customers",
    "account-entries",
    "invoices",
    "campaigns",
    "exchange-rates",
    "shipments",
)
BLOCK_BYTES: Final = 64 * 1024
SHOWN_MAX: Final = 20


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--resource", type=click.Choice(RESOURCES), help="Else the file's name says it: prices.ndjson.")
@click.option("--update-only", is_flag=True, help="Refuse what is not known yet.")
@click.option("--dry-run", is_flag=True, help="Say what would become of the items, and write nothing.")
@click.option("--tenant", help="The tenant's code, where there are several.")
def command(
    file: Path, resource: str | None, tenant: str | None, *, update_only: bool, dry_run: bool
) -> None:
    """Import a file of one item a line (NDJSON, .gz or plain), as if the ERP had pushed it."""
    from b2b.application.integration.ports import Mode
    from b2b.infrastructure.embedded import connected

    chosen = resource or file.name.split(".")[0]
    if chosen not in RESOURCES:
        raise click.ClickException(f"Name the resource with --resource: {', '.join(RESOURCES)}.")
    mode = Mode.UPDATE if update_only else Mode.UPSERT
    with connected() as settings:
        result = asyncio.run(_import(settings, tenant, chosen, file, mode=mode, dry_run=dry_run))
    _say(result)
    if result.failed:
        raise click.ClickException(f"{result.failed} of {result.received} items were refused.")


async def _import(
    settings: "Settings", tenant: str | None, resource: str, file: Path, *, mode: "Mode", dry_run: bool
) -> "PushResult":
    from b2b.application.integration.items.kinds import KINDS
    from b2b.application.integration.ports import Resource
    from b2b.application.integration.push import PUSH_HANDLERS, Push
    from b2b.commands._system import as_system

    handler = next(found for found in PUSH_HANDLERS if found.resource == resource)
    size = await asyncio.to_thread(lambda: file.stat().st_size)
    async with as_system(settings, tenant) as use, use() as scope:
        push = await scope.get(handler)
        with click.progressbar(length=size, label=file.name) as bar:
            batches = _batches(file, KINDS[Resource(resource)], bar.update)
            return await push(Push(batches=batches, mode=mode, dry_run=dry_run))


async def _batches(file: Path, kind: "ItemKind", read: Callable[[int], object]) -> AsyncIterator["Batch"]:
    from b2b.api_integration.bulk.lines import LineParts, gunzipped, plain_blocks
    from b2b.application.integration.decoding import ItemDecoder

    decoder, place = ItemDecoder(kind), 0
    blocks = (gunzipped if file.suffix == ".gz" else plain_blocks)(_read(file, read))
    async for part in LineParts().of(blocks):
        batch = decoder.lines(part, place)
        place += len(batch.items) + len(batch.refused)
        yield batch


async def _read(file: Path, read: Callable[[int], object]) -> AsyncIterator[bytes]:
    with file.open("rb") as source:
        while block := await asyncio.to_thread(source.read, BLOCK_BYTES):
            yield block
            read(len(block))


def _say(result: "PushResult") -> None:
    counts = ("created", "updated", "unchanged", "stale", "failed")
    click.echo(", ".join(f"{getattr(result, name)} {name}" for name in counts) + ".")
    for item in result.results[:SHOWN_MAX]:
        name = item.external_id or "no external_id"
        click.echo(f"  line {item.index + 1}, {name}: {item.outcome}, {item.code}. {item.detail or ''}")
    if len(result.results) > SHOWN_MAX:
        click.echo(f"  and {len(result.results) - SHOWN_MAX} more.")

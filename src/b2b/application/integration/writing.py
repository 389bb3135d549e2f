"""How a part of a push is written, whether its sender waits for it or not."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from msgspec import UnsetType

from b2b.application.integration.items.inventory import StockItem
from b2b.application.integration.ports import AnyItem, Batch, BulkStore, Mode, Resource
from b2b.application.integration.receipts import ErrorCount, Progress
from b2b.application.integration.results import ItemResult, Outcome, Tally
from b2b.domain.integration.versions import version_number, winners


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the items of a push are written; `every`: each fate is named."""

    resource: Resource
    mode: Mode
    every: bool = False


async def write_batch(store: BulkStore, batch: Batch, manner: Manner, tally: Tally) -> None:
    """In the transaction that is under way."""
    tally.count(Outcome.FAILED, len(batch.refused))
    for refused in batch.refused:
        tally.note(refused)
    places = _places(batch.items)
    if len(places) < len(batch.items):
        _note_superseded(batch, places, tally)
    if places:
        await _write_items(store, batch, places, manner, tally)


def progress_of(tally: Tally, received_bytes: int) -> Progress:
    return Progress(
        counts=tally.counts,
        codes=[ErrorCount(code, count) for code, count in tally.codes.items()],
        errors=tally.take_errors(),
        vanished=tally.vanished,
        received_bytes=received_bytes,
    )


async def _write_items(
    store: BulkStore, batch: Batch, places: Sequence[int], manner: Manner, tally: Tally
) -> None:
    items = [batch.items[place] for place in places]
    written = await store.write(manner.resource, items, mode=manner.mode, every=manner.every)
    for outcome, number in written.counts.items():
        tally.count(outcome, number)
    for fate in written.named:
        place = places[fate.place]
        tally.note(
            ItemResult(
                index=batch.indexes[place],
                external_id=name_of(batch.items[place]),
                outcome=fate.outcome,
                code=fate.code,
                detail=fate.detail,
                pointer=fate.pointer,
            )
        )


def key_of(item: AnyItem) -> Hashable:
    return (item.sku, item.warehouse) if isinstance(item, StockItem) else item.external_id


def name_of(item: AnyItem) -> str:
    """How an answer names the item."""
    if isinstance(item, StockItem):
        given = item.external_id
        return given if isinstance(given, str) else f"{item.sku}@{item.warehouse}"
    return item.external_id


def version_of(item: AnyItem) -> int | None:
    version = item.source_version
    return None if isinstance(version, UnsetType) else version_number(version)


def _places(items: Sequence[AnyItem]) -> Sequence[int]:
    """Those that count, where a key comes more than once."""
    keys = [key_of(item) for item in items]
    if len(set(keys)) == len(keys):
        return range(len(items))
    return winners(keys, [version_of(item) for item in items])


def _note_superseded(batch: Batch, places: Sequence[int], tally: Tally) -> None:
    kept = set(places)
    tally.count(Outcome.STALE, len(batch.items) - len(places))
    for place, item in enumerate(batch.items):
        if place not in kept:
            tally.note(
                ItemResult(
                    index=batch.indexes[place],
                    external_id=name_of(item),
                    outcome=Outcome.STALE,
                    code="item.superseded",
                    detail="The same body holds a newer state of this item.",
                )
            )

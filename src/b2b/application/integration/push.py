"""The ERP pushes what it masters. One use case for all resources; each has its own permission."""

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from msgspec import UnsetType

from b2b.application.integration.items.inventory import StockItem
from b2b.application.integration.ports import AnyItem, Batch, BulkStore, Mode, Resource
from b2b.application.integration.results import ItemResult, Outcome, PushResult, Tally
from b2b.application.shared.access import Actor, Permission
from b2b.domain.integration.versions import version_number, winners
from b2b.domain.shared.errors import Invalid

# A rehearsal holds its locks until its end, so it may not wait for a slow sender.
DRY_RUN_PATIENCE_SECONDS: Final = 30


class SenderTooSlow(Invalid):
    code = "push.too_slow"
    title = "A dry run may not pause for this long."


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What is pushed, part by part."""

    batches: AsyncIterator[Batch]
    mode: Mode = Mode.UPSERT
    dry_run: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True)
class PushHandler:
    """Writes each part in a transaction of its own, while the next is being read.

    - A dry run is one transaction, so that its parts see each other, and then rolled back.
    """

    permission: ClassVar[Permission]
    resource: ClassVar[Resource]

    actor: Actor
    store: BulkStore

    async def __call__(self, push: Push) -> PushResult:
        self.actor.require(self.permission)
        tally = Tally(every=push.every)
        try:
            batch = await _next(push)
            while batch is not None:
                writing = asyncio.ensure_future(self._write(batch, push, tally))
                try:
                    batch = await _next(push)
                finally:
                    await writing
        finally:
            await self.store.discard()
        return tally.result(dry_run=push.dry_run)

    async def _write(self, batch: Batch, push: Push, tally: Tally) -> None:
        tally.count(Outcome.FAILED, len(batch.refused))
        for refused in batch.refused:
            tally.note(refused)
        places = _places(batch.items)
        if len(places) < len(batch.items):
            _note_superseded(batch, places, tally)
        if places:
            await self._write_items(batch, places, push, tally)
        if not push.dry_run:
            await self.store.keep()

    async def _write_items(self, batch: Batch, places: Sequence[int], push: Push, tally: Tally) -> None:
        items = [batch.items[place] for place in places]
        written = await self.store.write(self.resource, items, mode=push.mode, every=push.every)
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


async def _next(push: Push) -> Batch | None:
    if not push.dry_run:
        return await anext(push.batches, None)
    try:
        async with asyncio.timeout(DRY_RUN_PATIENCE_SECONDS):
            return await anext(push.batches, None)
    except TimeoutError:
        raise SenderTooSlow(seconds=DRY_RUN_PATIENCE_SECONDS) from None


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


class PushCategories(PushHandler):
    __slots__ = ()
    permission, resource = Permission.CATALOG_PUSH, Resource.CATEGORIES


class PushBrands(PushHandler):
    __slots__ = ()
    permission, resource = Permission.CATALOG_PUSH, Resource.BRANDS


class PushProductTypes(PushHandler):
    __slots__ = ()
    permission, resource = Permission.CATALOG_PUSH, Resource.PRODUCT_TYPES


class PushProducts(PushHandler):
    __slots__ = ()
    permission, resource = Permission.CATALOG_PUSH, Resource.PRODUCTS


class PushWarehouses(PushHandler):
    __slots__ = ()
    permission, resource = Permission.STOCK_PUSH, Resource.WAREHOUSES


class PushStock(PushHandler):
    __slots__ = ()
    permission, resource = Permission.STOCK_PUSH, Resource.STOCK


class PushTiers(PushHandler):
    __slots__ = ()
    permission, resource = Permission.PRICES_PUSH, Resource.TIERS


class PushPrices(PushHandler):
    __slots__ = ()
    permission, resource = Permission.PRICES_PUSH, Resource.PRICES


class PushCustomers(PushHandler):
    __slots__ = ()
    permission, resource = Permission.CUSTOMERS_PUSH, Resource.CUSTOMERS


class PushAccountEntries(PushHandler):
    __slots__ = ()
    permission, resource = Permission.INVOICES_PUSH, Resource.ACCOUNT_ENTRIES


class PushInvoices(PushHandler):
    __slots__ = ()
    permission, resource = Permission.INVOICES_PUSH, Resource.INVOICES


PUSH_HANDLERS: Final = (
    PushCategories,
    PushBrands,
    PushProductTypes,
    PushProducts,
    PushWarehouses,
    PushTiers,
    PushPrices,
    PushStock,
    PushCustomers,
    PushAccountEntries,
    PushInvoices,
)

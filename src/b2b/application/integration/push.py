"""The ERP pushes what it masters. One use case for all resources; each has its own permission."""

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, Final

from msgspec import UnsetType

from b2b.application.integration.items.inventory import StockItem
from b2b.application.integration.ports import AnyItem, Batch, BulkStore, Mode, Resource
from b2b.application.integration.receipts import (
    Ending,
    ErrorCount,
    NewReceipt,
    Progress,
    PushReceipts,
    ReceiptStatus,
)
from b2b.application.integration.results import ItemResult, Outcome, PushResult, Tally
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.domain.integration.versions import version_number, winners
from b2b.domain.shared.errors import DomainError, Invalid
from b2b.domain.shared.ids import ReceiptId, new_id

# A rehearsal holds its locks until its end, so it may not wait for a slow sender.
DRY_RUN_PATIENCE_SECONDS: Final = 30


class SenderTooSlow(Invalid):
    code = "push.too_slow"
    title = "A dry run may not pause for this long."


@dataclass(slots=True)
class Meter:
    """How much of the body has come so far, as it was sent."""

    received_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What is pushed, part by part."""

    batches: AsyncIterator[Batch]
    mode: Mode = Mode.UPSERT
    dry_run: bool = False
    every: bool = False
    meter: Meter = field(default_factory=Meter)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedPush:
    """A body that is wrong as a whole, and why."""

    mode: Mode
    dry_run: bool
    code: str
    received_bytes: int


@dataclass(frozen=True, slots=True)
class _Work:
    """One push under way."""

    push: Push
    receipt_id: ReceiptId
    tally: Tally

    def progress(self) -> Progress:
        return Progress(
            counts=self.tally.counts,
            codes=[ErrorCount(code, count) for code, count in self.tally.codes.items()],
            errors=self.tally.take_errors(),
            received_bytes=self.push.meter.received_bytes,
        )


@dataclass(frozen=True, slots=True)
class PushHandler:
    """Writes each part in a transaction of its own, while the next is being read.

    - A dry run is one transaction, so that its parts see each other, and then rolled back.
    - The receipt is there before the first part, and counts each part in that part's transaction.
    """

    permission: ClassVar[Permission]
    resource: ClassVar[Resource]

    actor: Actor
    store: BulkStore
    receipts: PushReceipts
    clock: Clock

    async def __call__(self, push: Push) -> PushResult:
        self.actor.require(self.permission)
        work = _Work(push, await self._begin(push.mode, dry_run=push.dry_run), Tally(every=push.every))
        try:
            await self._take(work)
        except BaseException as error:
            # Where not even this can be written, the receipt is found without life, and says so.
            with suppress(Exception):
                await self._break_off(work, error)
            raise
        await self.receipts.end(
            work.receipt_id,
            Ending(
                status=ReceiptStatus.FINISHED,
                received_bytes=push.meter.received_bytes,
                progress=work.progress() if push.dry_run else None,
            ),
        )
        return work.tally.result(work.receipt_id, dry_run=push.dry_run)

    async def refuse(self, refused: RefusedPush) -> None:
        """Keep a receipt of a body of which nothing was taken."""
        self.actor.require(self.permission)
        receipt_id = await self._begin(refused.mode, dry_run=refused.dry_run)
        ending = Ending(
            status=ReceiptStatus.FAILED,
            received_bytes=refused.received_bytes,
            failure_code=refused.code,
        )
        await self.receipts.end(receipt_id, ending)

    async def _begin(self, mode: Mode, *, dry_run: bool) -> ReceiptId:
        receipt = NewReceipt(
            id=ReceiptId(new_id()),
            resource=self.resource,
            mode=mode,
            dry_run=dry_run,
            started_at=self.clock.now(),
        )
        await self.receipts.begin(receipt)
        return receipt.id

    async def _break_off(self, work: _Work, error: BaseException) -> None:
        code = error.code if isinstance(error, DomainError) else None
        ending = Ending(
            status=ReceiptStatus.FAILED if code else ReceiptStatus.INTERRUPTED,
            received_bytes=work.push.meter.received_bytes,
            failure_code=code,
        )
        await self.receipts.end(work.receipt_id, ending)

    async def _take(self, work: _Work) -> None:
        push = work.push
        try:
            batch = await _next(push)
            while batch is not None:
                writing = asyncio.ensure_future(self._write(batch, work))
                try:
                    batch = await _next(push)
                finally:
                    await writing
        finally:
            await self.store.discard()

    async def _write(self, batch: Batch, work: _Work) -> None:
        tally = work.tally
        tally.count(Outcome.FAILED, len(batch.refused))
        for refused in batch.refused:
            tally.note(refused)
        places = _places(batch.items)
        if len(places) < len(batch.items):
            _note_superseded(batch, places, tally)
        if places:
            await self._write_items(batch, places, work.push, tally)
        if not work.push.dry_run:
            await self.receipts.advance(work.receipt_id, work.progress())
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


class PushExchangeRates(PushHandler):
    __slots__ = ()
    permission, resource = Permission.PRICES_PUSH, Resource.EXCHANGE_RATES


class PushShipments(PushHandler):
    __slots__ = ()
    permission, resource = Permission.ORDERS_PROGRESS, Resource.SHIPMENTS


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
    PushExchangeRates,
    PushShipments,
)

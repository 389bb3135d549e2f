"""The ERP pushes what it masters. One use case for all resources; each has its own permission."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, Final

from b2b.application.integration.jobs import JobBodies, JobQueue, NewJob, PushJob
from b2b.application.integration.ports import Batch, BulkStore, Mode, Resource
from b2b.application.integration.receipts import Ending, NewReceipt, PushReceipts, ReceiptStatus
from b2b.application.integration.results import PushResult, Tally
from b2b.application.integration.snapshots import OFFERED, AbsentItems, require_allowed
from b2b.application.integration.writing import Manner, progress_of, write_batch
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.domain.integration.errors import SnapshotNotOffered
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
class LaterPush:
    """What is pushed to be written later: parts of whole lines, packed."""

    parts: AsyncIterator[bytes]
    mode: Mode
    dry_run: bool
    meter: Meter


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
    manner: Manner
    tally: Tally


@dataclass(frozen=True, slots=True)
class PushHandler:
    """Writes each part in a transaction of its own, while the next is being read.

    - A dry run is one transaction, so that its parts see each other, and then rolled back.
    - The receipt is there before the first part, and counts each part in that part's transaction.
    - A snapshot deletes in the end what none of its parts held.
    """

    permission: ClassVar[Permission]
    resource: ClassVar[Resource]

    actor: Actor
    store: BulkStore
    absent: AbsentItems
    receipts: PushReceipts
    bodies: JobBodies
    queue: JobQueue
    clock: Clock

    async def __call__(self, push: Push) -> PushResult:
        self.actor.require(self.permission)
        work = await self._work(push)
        try:
            await self._take(work)
        except BaseException as error:
            # Where not even this can be written, the receipt is found without life, and says so.
            with suppress(Exception):
                await self._break_off(work, error)
            raise
        progress = progress_of(work.tally, push.meter.received_bytes) if push.dry_run else None
        await self.receipts.end(
            work.receipt_id,
            Ending(
                status=ReceiptStatus.FINISHED, received_bytes=push.meter.received_bytes, progress=progress
            ),
        )
        return work.tally.result(work.receipt_id, dry_run=push.dry_run)

    async def accept(self, push: LaterPush) -> PushJob:
        """Keep the body and answer at once; a worker writes it."""
        self.actor.require(self.permission)
        job = NewJob(id=ReceiptId(new_id()), resource=self.resource, mode=push.mode, dry_run=push.dry_run)
        await self.bodies.open(job)
        try:
            parts = 0
            async for part in push.parts:
                await self.bodies.add(job.id, parts, part)
                parts += 1
            accepted = await self.bodies.accept(
                job, parts=parts, received_bytes=push.meter.received_bytes, at=self.clock.now()
            )
        except BaseException:
            with suppress(Exception):
                await self.bodies.abandon(job.id)
            raise
        await self.queue.wake()
        return accepted

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

    @classmethod
    def require_offered(cls, mode: Mode) -> None:
        """Raises `SnapshotNotOffered`."""
        if mode is Mode.SNAPSHOT and cls.resource not in OFFERED:
            raise SnapshotNotOffered

    async def _work(self, push: Push) -> _Work:
        receipt_id = await self._begin(push.mode, dry_run=push.dry_run)
        manner = Manner(resource=self.resource, mode=push.mode, every=push.every)
        return _Work(push, receipt_id, manner, Tally(every=push.every))

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
        refusal = error if isinstance(error, DomainError) else None
        ending = Ending(
            status=ReceiptStatus.FAILED if refusal else ReceiptStatus.INTERRUPTED,
            received_bytes=work.push.meter.received_bytes,
            failure_code=refusal.code if refusal else None,
            failure_facts={name: str(fact) for name, fact in refusal.facts.items()} if refusal else {},
        )
        if work.push.mode is Mode.SNAPSHOT:
            await self.absent.forget(work.receipt_id)
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
            if push.mode is Mode.SNAPSHOT:
                await self._delete_absent(work)
        finally:
            await self.store.discard()

    async def _write(self, batch: Batch, work: _Work) -> None:
        await write_batch(self.store, batch, work.manner, work.tally)
        if work.push.mode is Mode.SNAPSHOT:
            await self.absent.see(self.resource, work.receipt_id, batch)
        await self._keep(work)

    async def _keep(self, work: _Work) -> None:
        if not work.push.dry_run:
            progress = progress_of(work.tally, work.push.meter.received_bytes)
            await self.receipts.advance(work.receipt_id, progress)
            await self.store.keep()

    async def _delete_absent(self, work: _Work) -> None:
        """All of it or, where that would be too much, nothing; a dry run says how much it would be."""
        if work.push.dry_run:
            await self.absent.rehearse(self.resource, work.receipt_id, work.tally)
            return
        work.tally.vanishing = await self.absent.vanishing(self.resource, work.receipt_id, work.tally)
        require_allowed(work.tally.vanishing)
        while await self.absent.delete_some(self.resource, work.receipt_id, work.tally):
            await self._keep(work)
        await self.absent.forget(work.receipt_id)
        await self._keep(work)


async def _next(push: Push) -> Batch | None:
    if not push.dry_run:
        return await anext(push.batches, None)
    try:
        async with asyncio.timeout(DRY_RUN_PATIENCE_SECONDS):
            return await anext(push.batches, None)
    except TimeoutError:
        raise SenderTooSlow(seconds=DRY_RUN_PATIENCE_SECONDS) from None


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


class PushCampaigns(PushHandler):
    __slots__ = ()
    permission, resource = Permission.PRICES_PUSH, Resource.CAMPAIGNS


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
    PushCampaigns,
    PushStock,
    PushCustomers,
    PushAccountEntries,
    PushInvoices,
    PushExchangeRates,
    PushShipments,
)

"""The ERP says what it holds, in totals; we say where we differ, down to the item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.ports import Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.integration.reconciliation import (
    BucketDifference,
    BucketTotal,
    BucketUnknown,
    Subject,
    check_items,
    differences,
    digits_of,
)
from b2b.domain.shared.ids import ApiClientId, ApiKeyId, new_id

# Who may push a thing may ask whether it arrived.
PUSHED_WITH: Final[Mapping[Subject, Permission]] = {
    Subject.PRODUCTS: Permission.CATALOG_PUSH,
    Subject.PRICES: Permission.PRICES_PUSH,
    Subject.STOCK: Permission.STOCK_PUSH,
    Subject.CUSTOMERS: Permission.CUSTOMERS_PUSH,
    Subject.INVOICES: Permission.INVOICES_PUSH,
    Subject.ACCOUNT_ENTRIES: Permission.INVOICES_PUSH,
    Subject.BALANCES: Permission.INVOICES_PUSH,
}


class ItemDifferenceKind(StrEnum):
    """`MISSING_HERE`: the ERP has it and the portal has not."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    DIFFERENT = "different"


class BucketState(msgspec.Struct, frozen=True, kw_only=True):
    """A bucket's totals on one side."""

    count: int
    sum: str
    hash: str


class DifferingBucket(msgspec.Struct, frozen=True, kw_only=True):
    """A bucket that is not the same here (the portal) and there (who asks)."""

    bucket: Annotated[str, msgspec.Meta(examples=["3f"])]
    here: BucketState
    there: BucketState


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison, kept as it came out. `buckets` are those that differ, in their order.

    - `as_of` is what the ERP says of its own totals; the portal compares with what it holds when it is asked.
    - Counts and sums cover all buckets; `sum_there` is None where the ERP gave no sums.
    """

    id: UUID
    resource: Subject
    equal: bool
    as_of: datetime | None
    client_id: ApiClientId | None
    compared_at: datetime
    duration_ms: int
    digits: Annotated[int, msgspec.Meta(description="How many hexadecimal digits name a bucket.")]
    count_here: int
    count_there: int
    sum_here: str
    sum_there: str | None
    buckets: list[DifferingBucket]


class ReconciledItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item as the portal holds it: its key, its digest, and the fields of which that is made."""

    key: str
    hash: str
    fields: list[str]


class ReconciledItemPage(msgspec.Struct, frozen=True, kw_only=True):
    """Items of a bucket, in the order of their keys' bytes."""

    items: list[ReconciledItem]
    next_cursor: str | None


class ItemDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with an item, and its digest on both sides."""

    key: str
    state: ItemDifferenceKind
    here: str | None
    there: str | None


class ItemDifferencePage(msgspec.Struct, frozen=True, kw_only=True):
    """Items that differ, in the order of their keys' bytes."""

    items: list[ItemDifference]
    next_cursor: str | None


class ReconciledKey(msgspec.Struct, frozen=True):
    """Where a page of items ended."""

    key: str


class Books(Protocol):
    """What the portal holds, in totals and one by one, as it is now."""

    async def totals(self, subject: Subject, digits: int) -> Mapping[str, BucketTotal]:
        """Of every bucket that is not empty."""

    async def items(self, subject: Subject, bucket: str, request: PageRequest) -> ReconciledItemPage: ...

    async def differences(
        self, subject: Subject, bucket: str, there: Mapping[str, str], request: PageRequest
    ) -> ItemDifferencePage:
        """`there` is key to digest."""


class Reconciliations(Protocol):
    async def add(self, found: Reconciliation, *, by: ApiKeyId | None) -> Reconciliation:
        """As it is kept: with the client of the key."""

    async def get(self, reconciliation_id: UUID) -> Reconciliation:
        """Raises `ReconciliationNotFound`."""

    async def latest(self) -> list[Reconciliation]:
        """The last of each subject that was ever compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """`there` are the totals of the ERP's buckets; without `with_sums` its sums are not looked at."""

    subject: Subject
    as_of: datetime | None
    there: Mapping[str, BucketTotal]
    with_sums: bool
    idempotency_key: str | None


@dataclass(frozen=True, slots=True)
class ReconcileHandler:
    """Compares the ERP's totals with ours and keeps the outcome. Open to machines that may push the thing."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    books: Books
    reconciliations: Reconciliations
    keys: IdempotencyKeys
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: Reconcile) -> Reconciliation:
        self.actor.require(PUSHED_WITH[command.subject])
        digits = digits_of(list(command.there))
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, Reconciliation):
                return earlier
            begun = self.clock.now()
            here = await self.books.totals(command.subject, digits)
            there = command.there if command.with_sums else _with_sums_of(here, command.there)
            found = _outcome(command, begun, here, differences(here, there))
            took = (self.clock.now() - begun).total_seconds()
            found = msgspec.structs.replace(found, digits=digits, duration_ms=round(took * 1000))
            found = await self.reconciliations.add(found, by=self.actor.api_key_id)
            await self.keys.store(command.idempotency_key, command, found)
            await self.uow.commit()
        return found


@dataclass(frozen=True, slots=True)
class ReconciliationDesk:
    """What came of a comparison, down to the items. Open to machines that may push the thing."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    books: Books
    reconciliations: Reconciliations

    async def get(self, reconciliation_id: UUID) -> Reconciliation:
        found = await self.reconciliations.get(reconciliation_id)
        self.actor.require(PUSHED_WITH[found.resource])
        return found

    async def items(self, reconciliation_id: UUID, bucket: str, request: PageRequest) -> ReconciledItemPage:
        found = await self._with_bucket(reconciliation_id, bucket)
        return await self.books.items(found.resource, bucket, request)

    async def compare(
        self, reconciliation_id: UUID, bucket: str, there: Sequence[tuple[str, str]], request: PageRequest
    ) -> ItemDifferencePage:
        found = await self._with_bucket(reconciliation_id, bucket)
        check_items(bucket, [key for key, _ in there])
        return await self.books.differences(found.resource, bucket, dict(there), request)

    async def _with_bucket(self, reconciliation_id: UUID, bucket: str) -> Reconciliation:
        found = await self.get(reconciliation_id)
        if len(bucket) != found.digits:
            raise BucketUnknown(bucket=bucket)
        return found


@dataclass(frozen=True, slots=True)
class ShowReconciliations:
    """The last comparison of each thing, for those who look after the connection."""

    permission: ClassVar = Permission.EVENTS_VIEW

    actor: Actor
    reconciliations: Reconciliations

    async def __call__(self) -> list[Reconciliation]:
        self.actor.require(self.permission)
        return await self.reconciliations.latest()


def amount_text(amount: Decimal) -> str:
    """Plain, without trailing zeros beyond two decimals."""
    return f"{amount:.4f}".removesuffix("00")


def _with_sums_of(
    here: Mapping[str, BucketTotal], there: Mapping[str, BucketTotal]
) -> Mapping[str, BucketTotal]:
    nothing = BucketTotal()
    return {
        bucket: BucketTotal(count=total.count, sum=here.get(bucket, nothing).sum, digest=total.digest)
        for bucket, total in there.items()
    }


def _outcome(
    command: Reconcile,
    begun: datetime,
    here: Mapping[str, BucketTotal],
    differing: Sequence[BucketDifference],
) -> Reconciliation:
    given = command.there.values()
    summed = sum((total.sum for total in given), Decimal(0))
    return Reconciliation(
        id=new_id(),
        resource=command.subject,
        equal=not differing,
        as_of=command.as_of,
        client_id=None,
        compared_at=begun,
        duration_ms=0,
        digits=0,
        count_here=sum(total.count for total in here.values()),
        count_there=sum(total.count for total in given),
        sum_here=amount_text(sum((total.sum for total in here.values()), Decimal(0))),
        sum_there=amount_text(summed) if command.with_sums else None,
        buckets=[
            DifferingBucket(bucket=one.bucket, here=_state(one.here), there=_state(one.there))
            for one in differing
        ],
    )


def _state(total: BucketTotal) -> BucketState:
    return BucketState(count=total.count, sum=amount_text(total.sum), hash=total.digest)

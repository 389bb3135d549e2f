from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, optional_key
from b2b.api_shared.problems import Problem
from b2b.application.integration.reconcile import (
    ItemDifferencePage,
    Reconcile,
    ReconciledItemPage,
    ReconcileHandler,
    Reconciliation,
    ReconciliationDesk,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.integration.reconciliation import BucketsUneven, BucketTotal, Subject

Bucket = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9a-f]{1,2}$",
        description="The first one or two hexadecimal digits of the SHA-256 of the item's key.",
        examples=["3f"],
    ),
]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$", examples=["9f86d081884c7d65"])]
Sum = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,4})?$", examples=["125000.00"])]
ItemKey = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern="^[^\\u0000]*$", examples=["P-1001"])
]

FORBIDDEN: Final = ResponseSpec(Problem, description="The key's scopes do not let it push this resource.")
NOT_FOUND: Final = ResponseSpec(Problem, description="There is no such reconciliation, or bucket of it.")


class BucketInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the ERP holds in a bucket: `hash` is the sum of its items' digests, modulo 2 to the 64th."""

    bucket: Bucket
    count: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1, examples=[391])]
    sum: Sum | None = None
    hash: Digest

    def to_total(self) -> BucketTotal:
        return BucketTotal(count=self.count, sum=Decimal(self.sum or 0), digest=self.hash)


class ReconciliationRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ERP's totals of a resource. A bucket that is not named is empty there.

    - Sums are given for all buckets or for none.
    - `as_of` is kept and shown; the portal compares with what it holds when it is asked.
    """

    resource: Subject
    as_of: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    buckets: Annotated[list[BucketInput], msgspec.Meta(min_length=1, max_length=256)]

    def to_command(self, key: str | None) -> Reconcile:
        """Raises `BucketsUneven` where a bucket is named twice, or only some have sums."""
        with_sums = {bucket.sum is not None for bucket in self.buckets}
        there = {bucket.bucket: bucket.to_total() for bucket in self.buckets}
        if len(with_sums) > 1 or len(there) < len(self.buckets):
            raise BucketsUneven
        return Reconcile(
            subject=self.resource,
            as_of=self.as_of,
            there=there,
            with_sums=with_sums.pop(),
            idempotency_key=key,
        )


class ItemDigestInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item of a bucket by its key, and the digest of what the ERP holds of it."""

    key: ItemKey
    hash: Digest


class BucketItemsRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All items that the ERP has in the bucket; for the next page the same again, with the cursor."""

    items: Annotated[list[ItemDigestInput], msgspec.Meta(max_length=50_000)]


class ReconciliationController(Controller):
    path = "/reconciliations"
    tags = ("Reconciliation",)

    @post(
        operation_id="reconcile",
        summary="Compare the ERP's totals with what the portal holds",
        responses={
            403: FORBIDDEN,
            422: ResponseSpec(Problem, description="Buckets of several lengths, or one named twice."),
        },
    )
    @inject
    async def reconcile(
        self,
        data: JSONBody[ReconciliationRequest],
        reconcile: FromDishka[ReconcileHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[Reconciliation]:
        return answered(await reconcile(data.to_command(optional_key(key))), keys, status=201)

    @get(
        "/{reconciliation_id:uuid}",
        operation_id="getReconciliation",
        summary="What came of a comparison",
        responses={403: FORBIDDEN, 404: NOT_FOUND},
    )
    @inject
    async def show(
        self, reconciliation_id: FromPath[UUID], desk: FromDishka[ReconciliationDesk]
    ) -> Reconciliation:
        return await desk.get(reconciliation_id)

    @get(
        "/{reconciliation_id:uuid}/buckets/{bucket:str}",
        operation_id="listReconciledItems",
        summary="The items that the portal holds in a bucket, with what their digests are made of",
        responses={403: FORBIDDEN, 404: NOT_FOUND},
    )
    @inject
    async def items(
        self,
        reconciliation_id: FromPath[UUID],
        bucket: FromPath[str],
        desk: FromDishka[ReconciliationDesk],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ReconciledItemPage:
        return await desk.items(reconciliation_id, bucket, PageRequest(limit, cursor))

    @post(
        "/{reconciliation_id:uuid}/buckets/{bucket:str}",
        operation_id="compareReconciledItems",
        summary="Which items of a bucket are missing on a side, or differ",
        status_code=200,
        responses={
            403: FORBIDDEN,
            404: NOT_FOUND,
            422: ResponseSpec(Problem, description="Items of another bucket, or one named twice."),
        },
    )
    @inject
    async def compare(
        self,
        reconciliation_id: FromPath[UUID],
        bucket: FromPath[str],
        data: JSONBody[BucketItemsRequest],
        desk: FromDishka[ReconciliationDesk],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ItemDifferencePage:
        there = [(item.key, item.hash) for item in data.items]
        return await desk.compare(reconciliation_id, bucket, there, PageRequest(limit, cursor))

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Final, Protocol

import msgspec

from b2b.application.integration.ports import Mode, Resource
from b2b.application.integration.receipts import ErrorCount, ReceiptStatus
from b2b.application.shared.access import Actor, ActorKind, Permission, PermissionMissing
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import ApiClientId, ApiKeyId, ReceiptId

PUSHES: Final = frozenset(
    {
        Permission.CATALOG_PUSH,
        Permission.PRICES_PUSH,
        Permission.STOCK_PUSH,
        Permission.CUSTOMERS_PUSH,
        Permission.INVOICES_PUSH,
        Permission.ORDERS_PROGRESS,
    }
)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of one push.

    - `status`: `failed` was refused as a whole or broken off by a fault of the sender (`failure_code`);
      `interrupted` never ended. What the counts say was written all the same.
    - `error_codes`: why items were refused, in the order in which the reasons came up.
    """

    id: ReceiptId
    resource: Resource
    mode: Mode
    dry_run: bool
    status: ReceiptStatus
    failure_code: Annotated[str, msgspec.Meta(examples=["request.encoding_broken"])] | None
    failure_facts: dict[str, str]
    client_id: ApiClientId | None
    client: Annotated[str, msgspec.Meta(description="The API client's name.", examples=["LOGO"])] | None
    api_key_id: ApiKeyId | None
    request_id: str | None
    started_at: datetime
    finished_at: datetime | None
    duration_ms: Annotated[int, msgspec.Meta(examples=[1840])] | None
    received: int
    created: int
    updated: int
    unchanged: int
    stale: int
    failed: int
    vanished: Annotated[int, msgspec.Meta(description="What a snapshot deleted.", examples=[3])]
    received_bytes: Annotated[int, msgspec.Meta(description="The body as it was sent, maybe packed.")]
    error_codes: list[ErrorCount]


class ReceiptError(msgspec.Struct, frozen=True, kw_only=True):
    """An item that was refused; `index` counts the body's items from zero."""

    index: int
    external_id: str | None
    code: Annotated[str, msgspec.Meta(examples=["reference.unknown"])] | None
    detail: str | None
    pointer: str | None


class ReceiptDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A push with the first 1,000 of its refused items; `failed` counts them all."""

    receipt: Receipt
    errors: list[ReceiptError]


class ReceiptPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Receipt]
    next_cursor: str | None


class ReceiptFilter(msgspec.Struct, frozen=True, kw_only=True):
    """`of_key`: only those of the client that holds this key."""

    resource: Resource | None = None
    status: ReceiptStatus | None = None
    of_key: ApiKeyId | None = None


class ReceiptReader(Protocol):
    async def page(self, wanted: ReceiptFilter, request: PageRequest) -> ReceiptPage:
        """The newest first."""

    async def get(self, receipt_id: ReceiptId, *, of_key: ApiKeyId | None) -> ReceiptDetail:
        """Raises `ReceiptNotFound`."""

    def errors(self, receipt_id: ReceiptId) -> AsyncIterator[ReceiptError]:
        """In the order of the body."""


def own_key(actor: Actor) -> ApiKeyId:
    """By which a client's own pushes are known. Raises `PermissionMissing` for whoever pushes nothing."""
    key = actor.api_key_id
    if actor.kind is not ActorKind.MACHINE or key is None or not PUSHES & actor.permissions:
        raise PermissionMissing(permission=Permission.CATALOG_PUSH.value)
    return key


@dataclass(frozen=True, slots=True)
class OwnReceiptsDesk:
    """Open to machines that may push anything: what their own client has pushed."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    receipts: ReceiptReader

    async def page(self, wanted: ReceiptFilter, request: PageRequest) -> ReceiptPage:
        wanted = msgspec.structs.replace(wanted, of_key=own_key(self.actor))
        return await self.receipts.page(wanted, request)

    async def get(self, receipt_id: ReceiptId) -> ReceiptDetail:
        return await self.receipts.get(receipt_id, of_key=own_key(self.actor))

    async def errors(self, receipt_id: ReceiptId) -> AsyncIterator[ReceiptError]:
        """All that were kept, a few at a time. Raises `ReceiptNotFound` before the first."""
        await self.receipts.get(receipt_id, of_key=own_key(self.actor))
        return self.receipts.errors(receipt_id)


@dataclass(frozen=True, slots=True)
class ReceiptsDesk:
    """What everybody has pushed, for those who look after the connection."""

    permission: ClassVar = Permission.EVENTS_VIEW

    actor: Actor
    receipts: ReceiptReader

    async def page(self, wanted: ReceiptFilter, request: PageRequest) -> ReceiptPage:
        self.actor.require(self.permission)
        return await self.receipts.page(wanted, request)

    async def get(self, receipt_id: ReceiptId) -> ReceiptDetail:
        self.actor.require(self.permission)
        return await self.receipts.get(receipt_id, of_key=None)

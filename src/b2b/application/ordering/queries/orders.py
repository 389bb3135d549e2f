from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Orders
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.values import MoneyValue
from b2b.application.shipping.queries import ShipmentReader, ShipmentView
from b2b.domain.ordering.order import Order
from b2b.domain.shared.ids import CustomerId, OrderId


class OrderRow(msgspec.Struct, frozen=True, kw_only=True):
    """An order in a list."""

    id: UUID
    number: str
    status: str
    source: str
    customer_code: str
    customer_title: str
    placed_at: datetime
    gross: MoneyValue
    line_count: int
    po_number: str | None
    erp_order_number: str | None
    acknowledged_at: datetime | None = None
    amended_at: datetime | None = None


class OrderPage(msgspec.Struct, frozen=True, kw_only=True):
    """Orders, newest first."""

    items: list[OrderRow]
    next_cursor: str | None


class OrderKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of orders ended."""

    placed_at: datetime
    id: UUID


class OrderDocumentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Whole orders, oldest first."""

    items: list[OrderDocument]
    next_cursor: str | None


class OrderHistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the order's life.

    - `by` is the user's id, None where the system or the ERP acted.
    - `by_name` is None besides where the reader may not see who that is: dealers know the distributor's
      people only as the distributor.
    """

    from_status: str | None
    to_status: str
    by: UUID | None
    by_name: str | None = None
    reason: str | None
    at: datetime


class AmendedLineRow(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces that the dealer gets of a line in all, before and after."""

    line_number: int
    sku: str
    name: str
    before: int
    after: int


class AmendmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the distributor changed at one time. `sequence` is that of the order's event.

    - `gross_after` is zero where nothing was left, and the order was cancelled by it.
    """

    sequence: int
    at: datetime
    reason: str
    gross_before: MoneyValue
    gross_after: MoneyValue
    lines: list[AmendedLineRow]


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """An order with its history and shipments. `content_hash` is what an approver decides on."""

    order: OrderDocument
    history: list[OrderHistoryRow]
    content_hash: str
    placed_by: UUID
    placed_by_name: str | None = None
    on_behalf_by: UUID | None
    on_behalf_by_name: str | None = None
    amendments: list[AmendmentRow] = msgspec.field(default_factory=list)
    shipments: list[ShipmentView] = msgspec.field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """`acknowledged` false: orders that are agreed, and of which the ERP has not said that it has them."""

    status: str | None = None
    placed_from: date | None = None
    placed_to: date | None = None
    acknowledged: bool | None = None


class OrderReader(Protocol):
    async def page(
        self, customer_id: CustomerId | None, wanted: OrderFilter, request: PageRequest
    ) -> OrderPage: ...

    async def documents(self, wanted: OrderFilter, request: PageRequest) -> OrderDocumentPage:
        """For the ERP: whole orders in the order of their placing."""

    async def amendments(self, order_id: OrderId) -> list[AmendmentRow]:
        """In the order in which they were made."""

    async def names(self, people: Set[UUID]) -> Mapping[UUID, str]:
        """Of those whom the reader may know."""


@dataclass(frozen=True, slots=True)
class ListOrders:
    """A dealer's own orders; for staff, everybody's or those of the dealer named."""

    permission: ClassVar = Permission.ORDERS_VIEW

    actor: Actor
    directory: CustomerDirectory
    reader: OrderReader

    async def __call__(
        self, wanted: OrderFilter, request: PageRequest, *, customer_code: str | None = None
    ) -> OrderPage:
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.page(customer_id, wanted, request)


@dataclass(frozen=True, slots=True)
class ShowOrder:
    permission: ClassVar = Permission.ORDERS_VIEW

    actor: Actor
    orders: Orders
    reader: OrderReader
    shipments: ShipmentReader

    async def __call__(self, number: str) -> OrderView:
        self.actor.require(self.permission)
        order = await self.orders.get(number, customer_id=self.actor.customer_id)
        amendments = await self.reader.amendments(order.id) if order.amended_at else []
        view = order_view(order, await self.reader.names(_people(order)), amendments)
        return msgspec.structs.replace(view, shipments=await self.shipments.of_order(order.id))


@dataclass(frozen=True, slots=True)
class ExportOrders:
    """Whole orders for the ERP, oldest first."""

    permission: ClassVar = Permission.ORDERS_EXPORT

    actor: Actor
    orders: Orders
    reader: OrderReader

    async def page(self, wanted: OrderFilter, request: PageRequest) -> OrderDocumentPage:
        self.actor.require(self.permission)
        return await self.reader.documents(wanted, request)

    async def one(self, number: str) -> OrderDocument:
        self.actor.require(self.permission)
        return order_document(await self.orders.get(number, customer_id=self.actor.customer_id))


def _people(order: Order) -> set[UUID]:
    found = {change.by for change in order.history} | {order.placed_by, order.on_behalf_by}
    return {person for person in found if person is not None}


def order_view(order: Order, names: Mapping[UUID, str], amendments: Sequence[AmendmentRow] = ()) -> OrderView:
    return OrderView(
        order=order_document(order),
        history=[
            OrderHistoryRow(
                from_status=change.from_status.value if change.from_status else None,
                to_status=change.to_status.value,
                by=change.by,
                by_name=names.get(change.by) if change.by else None,
                reason=change.reason,
                at=change.at,
            )
            for change in order.history
        ],
        content_hash=order.content_hash,
        placed_by=order.placed_by,
        placed_by_name=names.get(order.placed_by),
        on_behalf_by=order.on_behalf_by,
        on_behalf_by_name=names.get(order.on_behalf_by) if order.on_behalf_by else None,
        amendments=list(amendments),
    )

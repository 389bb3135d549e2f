"""What the ERP reports of an order's way: taken up, shipped, delivered, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from b2b.application.approvals.ports import Approvals
from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Orders, StockShelves
from b2b.application.ordering.set_aside import SetAside
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.ordering.errors import UnknownOrderLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import OrderLineId


class Progress(StrEnum):
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLine:
    line_number: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressOrder:
    """`lines` of a shipment are what left the warehouse; None for all that is outstanding."""

    number: str
    progress: Progress
    reason: str
    lines: tuple[ShippedLine, ...] | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class ProgressOrderHandler:
    """Moves an order along as the ERP reports it.

    - What is shipped is no longer set aside and no longer on hand; a completed order holds no credit.
    - Safe to retry with the same key.
    """

    permission: ClassVar = Permission.ORDERS_PROGRESS

    actor: Actor
    orders: Orders
    approvals: Approvals
    set_aside: SetAside
    shelves: StockShelves
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: ProgressOrder) -> OrderDocument:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, OrderDocument):
                return earlier
            order = await self.orders.get(command.number, customer_id=self.actor.customer_id, lock=True)
            before = order.status.value
            await self._take(order, command)
            result = order_document(order)
            await self.keys.store(command.idempotency_key, command, result)
            self.audit.record(
                "order.progressed",
                "order",
                order.number,
                before={"status": before},
                after={"status": order.status.value},
                customer_id=order.customer_id,
            )
            await self.uow.commit()
        return result

    async def _take(self, order: Order, command: ProgressOrder) -> None:
        at, by = self.clock.now(), self.actor.user_id
        match command.progress:
            case Progress.PROCESSING:
                order.start_processing(by=by, at=at)
            case Progress.SHIPPED:
                await self._ship(order, command.lines)
            case Progress.DELIVERED:
                order.deliver(by=by, at=at)
            case Progress.COMPLETED:
                order.complete(by=by, at=at)
                await self.set_aside.end(order)
            case Progress.CANCELLED:
                released = order.cancel(command.reason, by=by, at=at)
                if waiting := await self.approvals.waiting_for(order.id):
                    waiting.void(command.reason, at=at)
                await self.set_aside.release(order, released)

    async def _ship(self, order: Order, lines: Sequence[ShippedLine] | None) -> None:
        at, by = self.clock.now(), self.actor.user_id
        if order.status in {OrderStatus.APPROVED, OrderStatus.PARTIALLY_APPROVED}:
            # An ERP that ships without a word has taken the order up all the same.
            order.start_processing(by=by, at=at)
        quantities = None if lines is None else _by_line(order, lines)
        moves = order.ship(quantities, by=by, at=at)
        await self.shelves.consume(order.id, moves)


def _by_line(order: Order, lines: Sequence[ShippedLine]) -> dict[OrderLineId, int]:
    ids = {line.line_number: line.id for line in order.lines}
    unknown = [line.line_number for line in lines if line.line_number not in ids]
    if unknown:
        raise UnknownOrderLine(number=order.number, line_numbers=unknown)
    quantities: dict[OrderLineId, int] = {}
    for line in lines:
        quantities[ids[line.line_number]] = quantities.get(ids[line.line_number], 0) + line.quantity
    return quantities

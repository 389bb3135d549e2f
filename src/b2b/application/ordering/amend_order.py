"""The ERP cannot deliver all of an order: it says what is left of it."""

from dataclasses import dataclass
from typing import ClassVar

from b2b.application.ordering.arrivals import deliver_if_arrived
from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Amendments, Arrivals, Orders
from b2b.application.ordering.set_aside import SetAside
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.ordering.amendments import Amendment
from b2b.domain.ordering.errors import OrderLineTwice, UnknownOrderLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import OrderLineId


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredLine:
    """A line by its number or its SKU; `quantity` is all that the dealer gets of it, shipped included."""

    line: int | str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOrder:
    """`lines` is None where the order is closed short: nothing more is shipped."""

    number: str
    lines: tuple[LoweredLine, ...] | None
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class AmendOrderHandler:
    """Lowers an order as the ERP says; what is not delivered is free again in the same transaction.

    - Safe to retry with the same key; what changes nothing leaves no trace.
    """

    permission: ClassVar = Permission.ORDERS_PROGRESS

    actor: Actor
    orders: Orders
    amendments: Amendments
    arrivals: Arrivals
    set_aside: SetAside
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: AmendOrder) -> OrderDocument:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, OrderDocument):
                return earlier
            order = await self.orders.get(command.number, customer_id=self.actor.customer_id, lock=True)
            before = order.status.value
            if amendment := self._amend(order, command):
                await self._settle(order, amendment)
                self._note(order, amendment, before)
            result = order_document(order)
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result

    def _amend(self, order: Order, command: AmendOrder) -> Amendment | None:
        at, by = self.clock.now(), self.actor.user_id
        if command.lines is None:
            return order.close_short(command.reason, by=by, at=at)
        return order.amend(_by_line(order, command.lines), command.reason, by=by, at=at)

    async def _settle(self, order: Order, amendment: Amendment) -> None:
        if order.status is OrderStatus.CANCELLED:
            await self.set_aside.release(order, amendment.released)
        else:
            await self.set_aside.narrow(order, amendment.released)
        await self.amendments.add(amendment)
        await deliver_if_arrived(order, self.arrivals, by=self.actor.user_id, at=self.clock.now())

    def _note(self, order: Order, amendment: Amendment, before: str) -> None:
        self.audit.record(
            "order.amended",
            "order",
            order.number,
            before={"status": before, "gross": str(amendment.gross_before)}
            | {str(line.sku): line.before for line in amendment.lines},
            after={"status": order.status.value, "gross": str(amendment.gross_after)}
            | {str(line.sku): line.after for line in amendment.lines}
            | {"reason": amendment.reason},
            customer_id=order.customer_id,
        )


def _by_line(order: Order, lowered: tuple[LoweredLine, ...]) -> dict[OrderLineId, int]:
    """Raises `UnknownOrderLine`, and `OrderLineTwice` also for a line named by number and by SKU."""
    ids: dict[int | str, OrderLineId] = {}
    for line in order.lines:
        ids[line.line_number] = ids[line.sku.value] = line.id
    if unknown := [one.line for one in lowered if one.line not in ids]:
        raise UnknownOrderLine(number=order.number, lines=unknown)
    quantities = {ids[one.line]: one.quantity for one in lowered}
    if len(quantities) < len(lowered):
        raise OrderLineTwice(number=order.number)
    return quantities

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from b2b.application.approvals.ports import Approvals
from b2b.application.ordering.ports import Orders
from b2b.application.ordering.set_aside import SetAside
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    number: str
    reason: str
    idempotency_key: str | None


class OrderState(msgspec.Struct, frozen=True, kw_only=True):
    """An order's number and the status that a step left it in."""

    number: str
    status: str


@dataclass(frozen=True, slots=True)
class CancelOrderHandler:
    """Takes an order back before it is shipped; stock and credit are free again at once.

    - Open to the dealer's own buyers, and to staff for any dealer.
    - A waiting approval of the order becomes void.
    """

    permission: ClassVar = Permission.ORDERS_CANCEL

    actor: Actor
    orders: Orders
    approvals: Approvals
    set_aside: SetAside
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: CancelOrder) -> OrderState:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, OrderState):
                return earlier
            order = await self.orders.get(command.number, customer_id=self.actor.customer_id, lock=True)
            at = self.clock.now()
            before = order.status.value
            released = order.cancel(command.reason, by=self.actor.user_id, at=at)
            if waiting := await self.approvals.waiting_for(order.id):
                waiting.void(command.reason, at=at)
            await self.set_aside.release(order, released)
            result = OrderState(number=order.number, status=order.status.value)
            await self.keys.store(command.idempotency_key, command, result)
            self.audit.record(
                "order.cancelled",
                "order",
                order.number,
                before={"status": before},
                after={"status": result.status, "reason": command.reason},
                customer_id=order.customer_id,
            )
            await self.uow.commit()
        return result

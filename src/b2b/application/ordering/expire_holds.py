from dataclasses import dataclass
from typing import ClassVar, Final

from b2b.application.approvals.ports import Approvals
from b2b.application.ordering.ports import ExpiredHolds, Orders
from b2b.application.ordering.set_aside import SetAside
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.ordering.states import OrderStatus

REASON: Final = "Nobody decided in time; what was set aside is free again."


@dataclass(frozen=True, slots=True)
class ExpireHoldHandler:
    """Cancels one order that waited for approval longer than its stock and credit were set aside.

    - For the system itself; one order per transaction, so that one that cannot end holds up no other.
    - Answers whether there was one.
    """

    permission: ClassVar = Permission.ORDERS_CANCEL

    actor: Actor
    holds: ExpiredHolds
    orders: Orders
    approvals: Approvals
    set_aside: SetAside
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self) -> bool:
        self.actor.require(self.permission)
        async with self.uow:
            at = self.clock.now()
            due = await self.holds.due(at, limit=1)
            if not due:
                return False
            order = await self.orders.by_id(due[0].order_id, customer_id=None, lock=True)
            if order.status is OrderStatus.PENDING_APPROVAL:
                released = order.cancel(REASON, by=None, at=at)
                if waiting := await self.approvals.waiting_for(order.id):
                    waiting.void(REASON, at=at)
                await self.set_aside.release(order, released)
                self.audit.record("order.expired", "order", order.number, customer_id=order.customer_id)
            else:
                await self.set_aside.keep(order)
            await self.uow.commit()
        return True

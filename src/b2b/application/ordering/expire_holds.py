from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

import structlog

from b2b.application.approvals.ports import Approvals
from b2b.application.ordering.ports import ExpiredHolds, Orders
from b2b.application.ordering.set_aside import SetAside
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import OrderId

log = structlog.get_logger(__name__)

REASON: Final = "Nobody decided in time; what was set aside is free again."
BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class ExpireHoldsHandler:
    """Cancels the orders that waited for approval longer than their stock and credit were set aside.

    - For the system itself; one order per transaction, so that one that cannot end holds up no other.
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

    async def __call__(self) -> None:
        self.actor.require(self.permission)
        at, last = self.clock.now(), None
        while True:
            async with self.uow:
                due = await self.holds.due(at, after=last, limit=BATCH)
            for hold in due:
                try:
                    await self._end(hold.order_id, at)
                except DomainError as error:
                    log.warning("order.not_expired", order=hold.number, error=error.code)
            if len(due) < BATCH:
                return
            last = due[-1].order_id

    async def _end(self, order_id: OrderId, at: datetime) -> None:
        async with self.uow:
            order = await self.orders.by_id(order_id, customer_id=None, lock=True)
            if order.status is OrderStatus.PENDING_APPROVAL:
                released = order.cancel(REASON, by=None, at=at)
                if waiting := await self.approvals.waiting_for(order.id):
                    waiting.void(REASON, at=at)
                await self.set_aside.release(order, released)
                self.audit.record("order.expired", "order", order.number, customer_id=order.customer_id)
            else:
                await self.set_aside.keep(order)
            await self.uow.commit()

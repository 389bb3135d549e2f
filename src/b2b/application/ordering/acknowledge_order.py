from dataclasses import dataclass
from typing import ClassVar

from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Orders
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class AcknowledgeOrderHandler:
    """The ERP says that it has the order; saying it again is harmless, and the first time counts."""

    permission: ClassVar = Permission.ORDERS_PROGRESS

    actor: Actor
    orders: Orders
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, number: str) -> OrderDocument:
        self.actor.require(self.permission)
        async with self.uow:
            order = await self.orders.get(number, customer_id=self.actor.customer_id, lock=True)
            if order.acknowledge(at=self.clock.now()):
                self.audit.record("order.acknowledged", "order", order.number, customer_id=order.customer_id)
                await self.uow.commit()
            return order_document(order)

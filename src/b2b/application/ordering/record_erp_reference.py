from dataclasses import dataclass
from typing import ClassVar

from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Orders
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErpReference:
    number: str
    erp_order_number: str


@dataclass(frozen=True, slots=True)
class RecordErpReferenceHandler:
    """The ERP says under which number it keeps the order, and so that it has it.

    - The same number again is harmless.
    """

    permission: ClassVar = Permission.ORDERS_PROGRESS

    actor: Actor
    orders: Orders
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RecordErpReference) -> OrderDocument:
        self.actor.require(self.permission)
        async with self.uow:
            order = await self.orders.get(command.number, customer_id=self.actor.customer_id, lock=True)
            if order.erp_order_number != command.erp_order_number:
                order.record_erp_reference(command.erp_order_number, at=self.clock.now())
                self.audit.record(
                    "order.erp_reference",
                    "order",
                    order.number,
                    after={"erp_order_number": command.erp_order_number},
                    customer_id=order.customer_id,
                )
                await self.uow.commit()
            return order_document(order)

from dataclasses import dataclass
from typing import ClassVar

from b2b.application.ordering.cancel_order import OrderState
from b2b.application.ordering.ports import Orders
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendOrder:
    number: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class ResendOrderHandler:
    """Tells the ERP of an order once more: a new event of what it came to, marked as a repeat."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    orders: Orders
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: ResendOrder) -> OrderState:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, OrderState):
                return earlier
            order = await self.orders.get(command.number, customer_id=self.actor.customer_id, lock=True)
            order.send_again(at=self.clock.now())
            result = OrderState(number=order.number, status=order.status.value)
            await self.keys.store(command.idempotency_key, command, result)
            self.audit.record(
                "order.resent",
                "order",
                order.number,
                after={"sequence": order.sequence},
                customer_id=order.customer_id,
            )
            await self.uow.commit()
        return result

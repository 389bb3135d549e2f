from dataclasses import dataclass
from typing import ClassVar

from b2b.application.messaging.ports import Lanes, WaitingDeliveries, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock, UnitOfWork
from b2b.domain.shared.ids import DeliveryId, EndpointId


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTestEvent:
    endpoint_id: EndpointId


@dataclass(frozen=True, slots=True)
class SendTestEventHandler:
    """Have `webhook.test` sent to one active endpoint; its delivery shows what came of it."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    waiting: WaitingDeliveries
    lanes: Lanes
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: SendTestEvent) -> DeliveryId:
        self.actor.require(self.permission)
        async with self.uow:
            endpoint = await self.endpoints.get(command.endpoint_id)
            endpoint.check_testable()
            delivery_id = await self.waiting.add_test(endpoint.id, self.clock.now())
            await self.uow.commit()
        await self.lanes.wake(endpoint.id, slow=endpoint.is_slow)
        return delivery_id

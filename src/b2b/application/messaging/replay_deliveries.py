from dataclasses import dataclass
from typing import ClassVar

import msgspec

from b2b.application.messaging.ports import Lanes, ReplayOrder, WaitingDeliveries, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, IdempotencyKeys, UnitOfWork
from b2b.domain.messaging.errors import ReplayPeriodRefused
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.shared.ids import DeliveryId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayDelivery:
    delivery_id: DeliveryId
    idempotency_key: str | None


class Replayed(msgspec.Struct, frozen=True):
    """How many deliveries wait to be sent again."""

    count: int


@dataclass(frozen=True, slots=True)
class ReplayDeliveryHandler:
    """Send one delivery again, with the same event id and a fresh schedule.

    - A paused endpoint's waits until it is resumed; a disabled endpoint must be resumed first.
    """

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    waiting: WaitingDeliveries
    lanes: Lanes
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ReplayDelivery) -> Replayed:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, Replayed):
                return earlier
            endpoint = await self.endpoints.get(await self.waiting.endpoint_of(command.delivery_id))
            endpoint.check_replayable()
            await self.waiting.replay(command.delivery_id)
            result = Replayed(1)
            await self.keys.store(command.idempotency_key, command, result)
            self.audit.record("webhook_delivery.replayed", "webhook_delivery", command.delivery_id)
            await self.uow.commit()
        await self.lanes.wake(endpoint.id, slow=endpoint.is_slow)
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPeriod:
    order: ReplayOrder
    idempotency_key: str | None


@dataclass(frozen=True, slots=True)
class ReplayPeriodHandler:
    """Send the events of a period again; the sweep sends them within a second."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    waiting: WaitingDeliveries
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ReplayPeriod) -> Replayed:
        self.actor.require(self.permission)
        order = command.order
        if order.ends_at <= order.begins_at:
            raise ReplayPeriodRefused
        if order.event_types is not None:
            EventTypes.of(order.event_types)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, Replayed):
                return earlier
            if order.endpoint_id is not None:
                (await self.endpoints.get(order.endpoint_id)).check_replayable()
            result = Replayed(await self.waiting.replay_period(order))
            await self.keys.store(command.idempotency_key, command, result)
            self.audit.record(
                "webhook_deliveries.replayed",
                "webhook_endpoint",
                order.endpoint_id,
                after={"from": str(order.begins_at), "to": str(order.ends_at), "count": result.count},
            )
            await self.uow.commit()
        return result

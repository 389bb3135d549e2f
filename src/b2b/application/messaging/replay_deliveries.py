from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from b2b.application.messaging.ports import Lanes, ReplayOrder, Replays, WaitingDeliveries, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, IdempotencyKeys, UnitOfWork
from b2b.domain.messaging.errors import ReplayPeriodRefused
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.shared.ids import DeliveryId, ReplayId

# Events looked at in one transaction, each for every endpoint that wants it.
BATCH: Final = 500


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


class BegunReplay(msgspec.Struct, frozen=True):
    replay_id: ReplayId


@dataclass(frozen=True, slots=True)
class ReplayPeriodHandler:
    """Send the events of a period again: the first of them at once, the rest a batch at a time."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    replays: Replays
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ReplayPeriod) -> ReplayId:
        self.actor.require(self.permission)
        order = command.order
        if order.ends_at <= order.begins_at:
            raise ReplayPeriodRefused
        if order.event_types is not None:
            EventTypes.of(order.event_types)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, BegunReplay):
                return earlier.replay_id
            if order.endpoint_id is not None:
                (await self.endpoints.get(order.endpoint_id)).check_replayable()
            replay_id = await self.replays.begin(order)
            await self.replays.go_on(replay_id, events=BATCH)
            await self.keys.store(command.idempotency_key, command, BegunReplay(replay_id))
            self.audit.record(
                "webhook_deliveries.replayed",
                "webhook_endpoint",
                order.endpoint_id,
                after={"from": str(order.begins_at), "to": str(order.ends_at), "replay": str(replay_id)},
            )
            await self.uow.commit()
        return replay_id


@dataclass(frozen=True, slots=True)
class ContinueReplaysHandler:
    """One more batch of the oldest replay that is not finished. For the system itself.

    - Answers whether there was one. Killed at any point, it goes on where the last batch ended.
    """

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    replays: Replays
    uow: UnitOfWork

    async def __call__(self) -> bool:
        self.actor.require(self.permission)
        async with self.uow:
            replay_id = await self.replays.unfinished()
            if replay_id is None:
                return False
            await self.replays.go_on(replay_id, events=BATCH)
            await self.uow.commit()
        return True

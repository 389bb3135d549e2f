from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.messaging.deliveries import DeliveryState
from b2b.domain.shared.ids import DeliveryId, EndpointId


class DeliveryFilter(msgspec.Struct, frozen=True, kw_only=True):
    state: DeliveryState | None = None
    endpoint_id: EndpointId | None = None


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event on its way to one endpoint."""

    id: DeliveryId
    endpoint_id: EndpointId
    event_id: str
    event_type: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    last_status: int | None
    last_error: str | None
    created_at: datetime


class DeliveryPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[DeliveryRow]
    next_cursor: str | None


class AttemptRow(msgspec.Struct, frozen=True, kw_only=True):
    """One request that was made; `status` is null where no answer came."""

    number: int
    at: datetime
    status: int | None
    duration_ms: int
    error: str | None
    response_excerpt: str | None


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """`body` is what is sent, to the letter."""

    delivery: DeliveryRow
    body: str
    attempts: list[AttemptRow]


class DeliveryReader(Protocol):
    async def page(self, wanted: DeliveryFilter, request: PageRequest) -> DeliveryPage:
        """The newest first."""

    async def get(self, delivery_id: DeliveryId) -> DeliveryView:
        """Raises `DeliveryNotFound`."""


@dataclass(frozen=True, slots=True)
class ListDeliveriesHandler:
    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    deliveries: DeliveryReader

    async def __call__(self, wanted: DeliveryFilter, request: PageRequest) -> DeliveryPage:
        self.actor.require(self.permission)
        return await self.deliveries.page(wanted, request)


@dataclass(frozen=True, slots=True)
class GetDeliveryHandler:
    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    deliveries: DeliveryReader

    async def __call__(self, delivery_id: DeliveryId) -> DeliveryView:
        self.actor.require(self.permission)
        return await self.deliveries.get(delivery_id)

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.messaging.endpoint import EndpointState
from b2b.domain.shared.ids import EndpointId


class EndpointView(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook endpoint as those who manage it see it; its secret is never shown again.

    - `failures` were had in a row since `failing_since`; the circuit is open since `opened_at`.
    """

    id: EndpointId
    url: str
    description: str | None
    event_types: list[str]
    state: EndpointState
    paused_reason: str | None
    previous_secret_until: datetime | None
    resting_until: datetime | None
    failures: int
    failing_since: datetime | None
    opened_at: datetime | None
    in_flight_max: int
    in_order: bool
    payload_version: str
    created_at: datetime
    version: int


class EndpointPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[EndpointView]
    next_cursor: str | None


class EndpointReader(Protocol):
    async def page(self, request: PageRequest) -> EndpointPage:
        """The newest first, without removed ones."""

    async def get(self, endpoint_id: EndpointId) -> EndpointView:
        """Raises `EndpointNotFound`."""


@dataclass(frozen=True, slots=True)
class ListEndpointsHandler:
    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: EndpointReader

    async def __call__(self, request: PageRequest) -> EndpointPage:
        self.actor.require(self.permission)
        return await self.endpoints.page(request)


@dataclass(frozen=True, slots=True)
class GetEndpointHandler:
    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: EndpointReader

    async def __call__(self, endpoint_id: EndpointId) -> EndpointView:
        self.actor.require(self.permission)
        return await self.endpoints.get(endpoint_id)

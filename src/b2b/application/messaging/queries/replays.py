from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import EndpointId, ReplayId


class ReplayView(msgspec.Struct, frozen=True, kw_only=True):
    """A period on its way again: of `events` so many were looked at, `count` deliveries are sent for them."""

    id: ReplayId
    begins_at: datetime
    ends_at: datetime
    event_types: list[str] | None
    endpoint_id: EndpointId | None
    states: list[str] | None
    events: int
    looked_at: int
    count: int
    created_at: datetime
    finished_at: datetime | None


class ReplayPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ReplayView]
    next_cursor: str | None


class ReplayReader(Protocol):
    async def page(self, endpoint_id: EndpointId | None, request: PageRequest) -> ReplayPage:
        """The newest first; of one endpoint alone where it is named."""

    async def get(self, replay_id: ReplayId) -> ReplayView:
        """Raises `ReplayNotFound`."""


@dataclass(frozen=True, slots=True)
class ListReplaysHandler:
    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    replays: ReplayReader

    async def __call__(self, request: PageRequest, *, endpoint_id: EndpointId | None = None) -> ReplayPage:
        self.actor.require(self.permission)
        return await self.replays.page(endpoint_id, request)


@dataclass(frozen=True, slots=True)
class GetReplayHandler:
    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    replays: ReplayReader

    async def __call__(self, replay_id: ReplayId) -> ReplayView:
        self.actor.require(self.permission)
        return await self.replays.get(replay_id)

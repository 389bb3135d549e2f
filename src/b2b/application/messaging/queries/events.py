from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PAGE_SIZE, decode_cursor, encode_cursor
from b2b.domain.messaging.event_types import EventTypes


class FeedKey(msgspec.Struct, frozen=True):
    """How far a reader of the feed has come."""

    position: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class FeedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, under the id that webhooks carry; `sequence` counts the events of one aggregate."""

    id: str
    type: str
    timestamp: datetime
    sequence: int
    data: dict[str, object]


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """`next_cursor` is always there: ask again with it when the page was empty."""

    items: list[FeedEvent]
    next_cursor: str


class FeedRequest(msgspec.Struct, frozen=True, kw_only=True):
    after: str | None = None
    types: tuple[str, ...] = ()
    size: int = PAGE_SIZE


class EventFeed(Protocol):
    async def read(self, after: int, types: EventTypes | None, size: int) -> tuple[list[FeedEvent], int]:
        """Published events beyond a position, in the order of publication, and the position to go on from."""


@dataclass(frozen=True, slots=True)
class ReadEventsHandler:
    """The event feed: everything that happened, in one order without gaps, to be read at any pace."""

    permission: ClassVar = Permission.EVENTS_VIEW

    actor: Actor
    feed: EventFeed

    async def __call__(self, request: FeedRequest) -> FeedPage:
        self.actor.require(self.permission)
        key = decode_cursor(request.after, FeedKey)
        types = EventTypes.of(request.types) if request.types else None
        items, position = await self.feed.read(key.position if key else 0, types, request.size)
        return FeedPage(items=items, next_cursor=encode_cursor(FeedKey(position)))

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from b2b.application.messaging.queries.events import FeedEvent


class IntegrationEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What happened. Its webhooks carry the same `id`; `sequence` counts the events of one resource."""

    id: Annotated[str, Meta(examples=["evt_019a9f0c6a1e7c0f8c5d2f3b4a5d6e7f"])]
    type: Annotated[str, Meta(examples=["order.created"])]
    timestamp: datetime
    sequence: int
    data: dict[str, object]


class IntegrationEventPage(msgspec.Struct, frozen=True, kw_only=True):
    """`next_cursor` is always there: after the last event it waits for the next one."""

    items: list[IntegrationEvent]
    next_cursor: str


def event_resource(event: FeedEvent) -> IntegrationEvent:
    return IntegrationEvent(
        id=event.id, type=event.type, timestamp=event.timestamp, sequence=event.sequence, data=event.data
    )

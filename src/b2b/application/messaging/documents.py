"""Events as the world sees them: in webhooks and in the feed, under the same id."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from b2b.domain.shared.ids import EventId

ID_PREFIX: Final = "evt_"


class WebhookBody(msgspec.Struct, frozen=True, kw_only=True):
    """A Standard Webhooks payload; `data` has the aggregate's `sequence` beside the resource's fields."""

    type: str
    timestamp: datetime
    data: msgspec.Raw

    def encode(self) -> bytes:
        return msgspec.json.encode(self)


def event_reference(event_id: EventId | UUID) -> str:
    """How receivers know an event: the same over retries, replays and the feed. It has no dot."""
    return f"{ID_PREFIX}{event_id.hex}"

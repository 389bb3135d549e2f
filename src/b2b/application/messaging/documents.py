"""Events as the world sees them: in webhooks and in the feed, under the same id."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from b2b.domain.shared.ids import EventId

ID_PREFIX: Final = "evt_"
# Beside the three headers of the signature.
VERSION_HEADER: Final = "payload-version"


class WebhookBody(msgspec.Struct, frozen=True, kw_only=True):
    """A Standard Webhooks payload; `data` has the aggregate's `sequence` beside the resource's fields."""

    type: str
    timestamp: datetime
    data: msgspec.Raw

    def encode(self) -> bytes:
        return msgspec.json.encode(self)


# What an endpoint of a version is sent; an older one stays here for as long as endpoints ask for it.
BODIES: Final[Mapping[str, type[WebhookBody]]] = {"2026-11": WebhookBody}


def body_of(version: str, *, event_type: str, timestamp: datetime, data: bytes) -> bytes:
    return BODIES[version](type=event_type, timestamp=timestamp, data=msgspec.Raw(data)).encode()


def event_reference(event_id: EventId | UUID) -> str:
    """How receivers know an event: the same over retries, replays and the feed. It has no dot."""
    return f"{ID_PREFIX}{event_id.hex}"

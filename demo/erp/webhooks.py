"""Events from the portal: registering for them, checking who sent them, and catching up on the missed."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec
import structlog
from msgspec import Struct
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from demo.erp.integration import Integration
from demo.erp.state import Order, Received, State

log = structlog.get_logger()

PATH: Final = "/webhooks/b2b"
EVENT_TYPES: Final = ("order.*",)
APPROVED: Final = "order.approved"

ENDPOINT: Final = "endpoint_id"
SECRET: Final = "webhook_secret"  # noqa: S105
CURSOR: Final = "feed_cursor"


class WebhookRefused(Exception):
    """Not signed with our secret, or not an event at all."""


class Endpoint(Struct, frozen=True):
    id: str
    url: str


class MadeEndpoint(Struct, frozen=True):
    endpoint: Endpoint
    secret: str


class EndpointList(Struct, frozen=True):
    items: list[Endpoint]


class OrderNumber(Struct, frozen=True):
    number: str


class Event(Struct, frozen=True):
    type: str
    timestamp: datetime
    data: msgspec.Raw


class FeedEvent(Struct, frozen=True):
    id: str
    type: str
    timestamp: datetime
    data: msgspec.Raw


class Feed(Struct, frozen=True):
    items: list[FeedEvent]
    next_cursor: str | None = None


def register(integration: Integration, state: State, url: str) -> None:
    """Our endpoint at this address, once: the secret is told only when it is made, so we keep it."""
    endpoints = msgspec.json.decode(integration.get("/webhooks/endpoints?limit=200"), type=EndpointList).items
    known = next((endpoint for endpoint in endpoints if endpoint.id == state.fact(ENDPOINT)), None)
    if known is not None and known.url == url and state.fact(SECRET):
        return
    for stale in (endpoint for endpoint in endpoints if endpoint.url == url or endpoint is known):
        integration.delete(f"/webhooks/endpoints/{stale.id}")
    body = {"url": url, "event_types": EVENT_TYPES, "description": "Demo ERP"}
    answer = integration.post("/webhooks/endpoints", body, f"erp-endpoint-{time.time_ns()}")
    made = msgspec.json.decode(answer, type=MadeEndpoint)
    state.note(SECRET, made.secret)
    state.note(ENDPOINT, made.endpoint.id)


class Inbox:
    """Takes each event once, however often and by whichever way it comes."""

    def __init__(self, state: State, invoice_delay_seconds: float, fixed_secret: str | None) -> None:
        self._state = state
        self._delay_seconds = invoice_delay_seconds
        self._fixed_secret = fixed_secret

    def deliver(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """A delivery to our address; False if it was here before. Raises `WebhookRefused`."""
        event_id = headers.get("webhook-id", "")[:200]
        try:
            self._verify(body, headers)
            event = msgspec.json.decode(body, type=Event)
            order = self._order(event, body)
        except WebhookRefused as fault:
            self._state.show(Received(_now(), event_id, "", "refused", str(fault)))
            raise
        except msgspec.MsgspecError as fault:
            self._state.show(Received(_now(), event_id, "", "refused", "not an event"))
            raise WebhookRefused("The body is not an event.") from fault
        received = Received(_now(), event_id, event.type, "verified", _summary(event.data))
        return self._state.receive(received, order)

    def catch_up(self, integration: Integration) -> int:
        """Reads the feed from where we stopped; how many events had not been delivered."""
        missed = 0
        while True:
            after = self._state.fact(CURSOR)
            query = f"/events?types={APPROVED}&limit=200" + (f"&after={after}" if after else "")
            feed = msgspec.json.decode(integration.get(query), type=Feed)
            missed += sum(self._take(event) for event in feed.items)
            if feed.next_cursor:
                self._state.note(CURSOR, feed.next_cursor)
            if not feed.items or not feed.next_cursor:
                return missed

    def _take(self, event: FeedEvent) -> bool:
        if event.type != APPROVED or self._state.has_seen(event.id):
            return False
        body = msgspec.json.encode(Event(event.type, event.timestamp, event.data))
        received = Received(_now(), event.id, event.type, "feed", _summary(event.data))
        return self._state.receive(
            received, self._order(Event(event.type, event.timestamp, event.data), body)
        )

    def _verify(self, body: bytes, headers: Mapping[str, str]) -> None:
        secret = self._fixed_secret or self._state.fact(SECRET)
        if secret is None:
            raise WebhookRefused("No secret is known yet.")
        try:
            Webhook(secret).verify(body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError) as fault:
            # ValueError: a signature or a body that cannot even be read.
            raise WebhookRefused("The signature does not match.") from fault

    def _order(self, event: Event, body: bytes) -> Order | None:
        if event.type != APPROVED:
            return None
        number = msgspec.json.decode(event.data, type=OrderNumber).number
        return Order(number, body, time.time() + self._delay_seconds)


def _summary(data: msgspec.Raw) -> str:
    """The order's number, where there is one."""
    try:
        return msgspec.json.decode(data, type=OrderNumber).number
    except msgspec.MsgspecError:
        return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

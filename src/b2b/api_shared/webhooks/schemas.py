"""Webhooks as both APIs show them; a contract of its own beside the use cases' structs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.application.messaging.queries.deliveries import AttemptRow, DeliveryRow, DeliveryView
from b2b.application.messaging.queries.endpoints import EndpointView
from b2b.application.messaging.queries.replays import ReplayView
from b2b.domain.messaging.addresses import URL_LENGTH_MAX
from b2b.domain.messaging.deliveries import DeliveryState
from b2b.domain.messaging.endpoint import EndpointState
from b2b.domain.messaging.event_types import PATTERNS_MAX
from b2b.domain.messaging.handling import IN_FLIGHT, IN_FLIGHT_MAX, PAYLOAD_VERSIONS

WebhookUrl = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=URL_LENGTH_MAX,
        pattern=WITHOUT_NUL,
        description="http(s), without credentials; private addresses only where the operator allows them.",
        examples=["https://erp.example.com/webhooks/portal"],
    ),
]
EventPattern = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        pattern=r"^(\*|[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*(\.\*)?)$",
        description='A type, a family ("order.*") or everything ("*").',
        examples=["order.*"],
    ),
]
EventPatterns = Annotated[list[EventPattern], Meta(min_length=1, max_length=PATTERNS_MAX)]
Description = Annotated[str, Meta(max_length=500, pattern=WITHOUT_NUL, examples=["The ERP's receiver."])]
InFlight = Annotated[
    int,
    Meta(ge=1, le=IN_FLIGHT_MAX, description="Requests to it at a time, over all workers.", examples=[8]),
]
InOrder = Annotated[
    bool,
    Meta(
        description="Of one resource the next event goes only once the one before is delivered or dead. An "
        "event that fails then holds back the later ones of its resource.",
        examples=[False],
    ),
]
PayloadVersion = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=10,
        description="The form of what is sent; named in the `payload-version` header of each request.",
        examples=[PAYLOAD_VERSIONS[-1]],
    ),
]
Moment = Annotated[datetime, Meta(tz=True, examples=["2026-11-20T08:00:00Z"])]


class CreateWebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: WebhookUrl
    event_types: EventPatterns
    description: Description | None = None
    in_flight_max: InFlight = IN_FLIGHT
    in_order: InOrder = False
    payload_version: PayloadVersion = PAYLOAD_VERSIONS[-1]


class ChangeWebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    url: WebhookUrl | UnsetType = UNSET
    event_types: EventPatterns | UnsetType = UNSET
    description: Description | UnsetType | None = UNSET
    in_flight_max: InFlight | UnsetType = UNSET
    in_order: InOrder | UnsetType = UNSET
    payload_version: PayloadVersion | UnsetType = UNSET


class WebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`state` is disabled after it answered 410; until `resting_until` it is left alone.

    - `consecutive_failures` were had since `failing_since`, with no success between them.
    - While the circuit is open, since `circuit_opened_at`, single requests try it out and all else waits; the
      first success closes it.
    """

    id: UUID
    url: str
    description: str | None
    event_types: list[str]
    state: EndpointState
    state_reason: str | None
    previous_secret_until: datetime | None
    resting_until: datetime | None
    consecutive_failures: int
    failing_since: datetime | None
    circuit_opened_at: datetime | None
    in_flight_max: InFlight
    in_order: InOrder
    payload_version: PayloadVersion
    created_at: datetime


class WebhookEndpointCreated(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` signs what is sent there (Standard Webhooks) and is not shown again."""

    endpoint: WebhookEndpoint
    secret: Annotated[str, Meta(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])]


class WebhookEndpointList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[WebhookEndpoint]
    next_cursor: str | None


class WebhookSecretRotated(msgspec.Struct, frozen=True, kw_only=True):
    """Until `previous_valid_until` everything is signed with both secrets."""

    secret: str
    previous_valid_until: datetime


class WebhookTestSent(msgspec.Struct, frozen=True, kw_only=True):
    """The delivery to look at for what came of it."""

    delivery_id: UUID


class WebhookDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event on its way to one endpoint; `failed` will be tried again, `dead` only by a replay."""

    id: UUID
    endpoint_id: UUID
    event_id: str
    event_type: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    last_status: int | None
    last_error: str | None
    created_at: datetime


class WebhookDeliveryList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[WebhookDelivery]
    next_cursor: str | None


class WebhookAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One request; `status` is null where no answer came, and `error` then says why."""

    number: int
    at: datetime
    status: int | None
    duration_ms: int
    error: str | None
    response_excerpt: str | None


class WebhookDeliveryDetail(msgspec.Struct, frozen=True, kw_only=True):
    delivery: WebhookDelivery
    attempts: list[WebhookAttempt]


class ReplayWebhooks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Events that happened from `from` until before `to` are sent again, with their own ids.

    - `states` limits it to deliveries that are in one of them; left out, events from before an endpoint was
      created are sent to it as well.
    """

    begins_at: Moment = msgspec.field(name="from")
    ends_at: Moment = msgspec.field(name="to")
    event_types: EventPatterns | None = None
    endpoint_id: UUID | None = None
    states: Annotated[list[DeliveryState], Meta(min_length=1, max_length=4)] | None = None


class WebhooksReplayed(msgspec.Struct, frozen=True, kw_only=True):
    """How many deliveries wait to be sent because of it."""

    count: int


class WebhookReplay(msgspec.Struct, frozen=True, kw_only=True):
    """A period on its way again, at most 500 events at a time.

    - Of the `events` it had when it was asked for, `looked_at` were looked at so far.
    - `count` deliveries were sent or wait to be sent because of it.
    - `finished_at` is null while there is more to look at.
    """

    id: UUID
    begins_at: datetime = msgspec.field(name="from")
    ends_at: datetime = msgspec.field(name="to")
    event_types: list[str] | None
    endpoint_id: UUID | None
    states: list[DeliveryState] | None
    events: Annotated[int, Meta(examples=[12000])]
    looked_at: Annotated[int, Meta(examples=[500])]
    count: Annotated[int, Meta(examples=[480])]
    created_at: datetime
    finished_at: datetime | None


class WebhookReplayList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[WebhookReplay]
    next_cursor: str | None


def endpoint_resource(view: EndpointView) -> WebhookEndpoint:
    return WebhookEndpoint(
        id=view.id,
        url=view.url,
        description=view.description,
        event_types=view.event_types,
        state=view.state,
        state_reason=view.paused_reason,
        previous_secret_until=view.previous_secret_until,
        resting_until=view.resting_until,
        consecutive_failures=view.failures,
        failing_since=view.failing_since,
        circuit_opened_at=view.opened_at,
        in_flight_max=view.in_flight_max,
        in_order=view.in_order,
        payload_version=view.payload_version,
        created_at=view.created_at,
    )


def delivery_resource(row: DeliveryRow) -> WebhookDelivery:
    return msgspec.convert(row, WebhookDelivery, from_attributes=True)


def replay_resource(view: ReplayView) -> WebhookReplay:
    return WebhookReplay(
        id=view.id,
        begins_at=view.begins_at,
        ends_at=view.ends_at,
        event_types=view.event_types,
        endpoint_id=view.endpoint_id,
        states=None if view.states is None else [DeliveryState(state) for state in view.states],
        events=view.events,
        looked_at=view.looked_at,
        count=view.count,
        created_at=view.created_at,
        finished_at=view.finished_at,
    )


def detail_resource(view: DeliveryView) -> WebhookDeliveryDetail:
    return WebhookDeliveryDetail(
        delivery=delivery_resource(view.delivery),
        attempts=[_attempt_resource(attempt) for attempt in view.attempts],
    )


def _attempt_resource(row: AttemptRow) -> WebhookAttempt:
    return msgspec.convert(row, WebhookAttempt, from_attributes=True)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from b2b.domain.messaging.deliveries import Attempt, DeliveryState, Verdict
from b2b.domain.messaging.endpoint import WebhookEndpoint
from b2b.domain.messaging.pace import Pace
from b2b.domain.shared.ids import DeliveryId, EndpointId, EventId, ReplayId


class WebhookEndpoints(Protocol):
    def add(self, endpoint: WebhookEndpoint) -> None: ...

    async def get(self, endpoint_id: EndpointId) -> WebhookEndpoint:
        """Locked until the unit of work ends. Raises `EndpointNotFound`, also for a removed one."""


class SecretBox(Protocol):
    """Signing secrets as people see them (`whsec_…`) and as they are stored."""

    def new(self) -> str: ...

    def seal(self, secret: str, endpoint_id: EndpointId) -> bytes: ...

    def open(self, sealed: bytes, endpoint_id: EndpointId) -> str: ...


class AddressPolicy(Protocol):
    async def private_allowed(self) -> bool:
        """Whether this tenant's webhooks may go to private networks, by its own setting or the operator's."""


class ReplayOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Which events of a period are sent again, or for the first time where an endpoint came later.

    - `states` limits it to deliveries that are in one of them.
    """

    begins_at: datetime
    ends_at: datetime
    event_types: tuple[str, ...] | None = None
    endpoint_id: EndpointId | None = None
    states: tuple[DeliveryState, ...] | None = None


class Replays(Protocol):
    """Periods on their way again, a batch a transaction; disabled and removed endpoints get nothing."""

    async def begin(self, order: ReplayOrder) -> ReplayId:
        """Of what the feed has now: what comes later is none of its business."""

    async def unfinished(self) -> ReplayId | None:
        """The oldest one, locked; one that somebody else is at is passed by."""

    async def go_on(self, replay_id: ReplayId, *, events: int) -> None:
        """So many more events."""


class WaitingDeliveries(Protocol):
    """What waits to be sent, changed as sets."""

    async def give_up(self, endpoint_id: EndpointId, reason: str) -> None:
        """Everything that waits and is not under way is dead."""

    async def endpoint_of(self, delivery_id: DeliveryId) -> EndpointId:
        """Raises `DeliveryNotFound`."""

    async def replay(self, delivery_id: DeliveryId) -> None:
        """Start the delivery's schedule anew, now."""

    async def keep_order(self, endpoint_id: EndpointId, *, in_order: bool) -> None:
        """What waits keeps to the order of its resource from now on, or no longer."""

    async def add_test(self, endpoint_id: EndpointId, at: datetime) -> DeliveryId:
        """A test event, for this endpoint alone and outside the feed, due at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedDelivery:
    """A delivery that nobody else sends before `claimed_until`; a killed sender's claim just ends.

    - `sealed_secrets` has the newest first.
    - `attempts` were made since the last replay.
    - `failing` says that the endpoint's last answers were failures.
    - `traceparent` is of the trace in which the event came about.
    """

    id: DeliveryId
    endpoint_id: EndpointId
    event_id: EventId
    url: str
    sealed_secrets: tuple[bytes, ...]
    body: bytes
    attempts: int
    claimed_until: datetime
    payload_version: str
    failing: bool
    traceparent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    delivery: ClaimedDelivery
    attempt: Attempt
    verdict: Verdict


class DeliveryDesk(Protocol):
    """Hands out deliveries to be sent and takes back what came of them."""

    async def begin(self, endpoint_id: EndpointId) -> None:
        """Until the unit of work ends nobody else changes the endpoint's deliveries.

        Who also locks the endpoint does that before.
        """

    async def record(self, outcomes: Sequence[Outcome]) -> None:
        """Attempts and new states, except of deliveries whose claim has ended meanwhile."""

    async def pace(self, endpoint_id: EndpointId) -> Pace:
        """How the endpoint answered so far, locked until the unit of work ends."""

    async def note_pace(self, endpoint_id: EndpointId, pace: Pace) -> None: ...

    async def claim(self, endpoint_id: EndpointId, *, hold: timedelta) -> list[ClaimedDelivery]:
        """What is due, as far as there is room: one where the circuit is open.

        - Nothing for an endpoint that rests or is not active.
        - Where it wants order, of each resource only what nothing earlier waits before.
        """


class EndpointAlerts(Protocol):
    """Tells those who watch over the installation; what staff are told is in the audit trail."""

    def opened(self, endpoint_id: EndpointId, pace: Pace) -> None: ...

    def closed(self, endpoint_id: EndpointId, pace: Pace) -> None:
        """`pace` is how it was until now."""


class WebhookSender(Protocol):
    async def send(self, delivery: ClaimedDelivery, *, private_allowed: bool) -> Attempt:
        """One signed request. Whatever goes wrong is in the attempt; it raises nothing."""


class Lanes(Protocol):
    async def wake(self, endpoint_id: EndpointId, *, slow: bool) -> None:
        """Have the endpoint's due deliveries sent soon. May be lost: the sweep finds what is due."""

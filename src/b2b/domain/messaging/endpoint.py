from collections.abc import Mapping, Set
from datetime import datetime
from enum import StrEnum
from typing import Final

from b2b.domain.messaging.errors import EndpointStepRefused
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.messaging.handling import Handling
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import EndpointId


class EndpointState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


class EndpointStep(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    DISABLE = "disable"
    TEST = "test"
    REPLAY = "replay"


STEPS: Final[Mapping[EndpointStep, Set[EndpointState]]] = {
    EndpointStep.PAUSE: {EndpointState.ACTIVE},
    EndpointStep.RESUME: {EndpointState.PAUSED, EndpointState.DISABLED},
    EndpointStep.DISABLE: {EndpointState.ACTIVE, EndpointState.PAUSED},
    EndpointStep.TEST: {EndpointState.ACTIVE},
    EndpointStep.REPLAY: {EndpointState.ACTIVE, EndpointState.PAUSED},
}


class WebhookEndpoint(AggregateRoot):
    """An address that wants to hear of events, and the secrets that sign what is sent there.

    - Active: sent to. Paused by a person: events wait for it. Disabled by its own 410: nothing waits.
    - How it answered (`is_slow` to `opened_at`) is noted by those who send; see `Pace`.
    - Secrets are kept sealed; the older one signs beside the newer until its time ends.
    """

    def __init__(
        self,
        *,
        id: EndpointId,
        url: str,
        event_types: EventTypes,
        sealed_secret: bytes,
        description: str | None = None,
        handling: Handling | None = None,
    ) -> None:
        self.id = id
        self.url = url
        self.description = description
        self._event_types = list(event_types.patterns)
        self.sealed_secret = sealed_secret
        self.sealed_previous_secret: bytes | None = None
        self.previous_secret_until: datetime | None = None
        self.state: EndpointState = EndpointState.ACTIVE
        self.paused_reason: str | None = None
        self.resting_until: datetime | None = None
        self.is_slow = False
        self.failures = 0
        self.failing_since: datetime | None = None
        self.opened_at: datetime | None = None
        self._handle(handling or Handling())
        self.is_deleted = False
        self.version = 1

    @property
    def event_types(self) -> EventTypes:
        return EventTypes(tuple(self._event_types))

    @property
    def handling(self) -> Handling:
        return Handling(
            in_flight_max=self.in_flight_max, in_order=self.in_order, payload_version=self.payload_version
        )

    def change(
        self, *, url: str, description: str | None, event_types: EventTypes, handling: Handling
    ) -> None:
        if url != self.url:
            # Another address owes nothing to what the old one did or asked for.
            self._begin_afresh()
            self.is_slow = False
        self.url = url
        self.description = description
        self._event_types = list(event_types.patterns)
        self._handle(handling)

    def rotate(self, sealed_secret: bytes, *, overlap_until: datetime) -> None:
        """The secret so far goes on signing beside the new one until the overlap ends."""
        self.sealed_previous_secret = self.sealed_secret
        self.previous_secret_until = overlap_until
        self.sealed_secret = sealed_secret

    def pause(self) -> None:
        self._begin(EndpointStep.PAUSE)
        self.state = EndpointState.PAUSED

    def resume(self) -> None:
        self._begin(EndpointStep.RESUME)
        self.state = EndpointState.ACTIVE
        self.paused_reason = None
        self._begin_afresh()

    def disable(self, reason: str) -> None:
        self._begin(EndpointStep.DISABLE)
        self.state = EndpointState.DISABLED
        self.paused_reason = reason

    def check_testable(self) -> None:
        self._begin(EndpointStep.TEST)

    def check_replayable(self) -> None:
        self._begin(EndpointStep.REPLAY)

    def remove(self) -> None:
        self.is_deleted = True

    def _handle(self, handling: Handling) -> None:
        self.in_flight_max = handling.in_flight_max
        self.in_order = handling.in_order
        self.payload_version = handling.payload_version

    def _begin_afresh(self) -> None:
        self.resting_until = None
        self.failures = 0
        self.failing_since = None
        self.opened_at = None

    def _begin(self, step: EndpointStep) -> None:
        if self.state not in STEPS[step]:
            raise EndpointStepRefused(step=step.value, state=str(self.state))

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar, Final

from b2b.application.messaging.ports import (
    AddressPolicy,
    ClaimedDelivery,
    DeliveryDesk,
    EndpointAlerts,
    Lanes,
    Outcome,
    WaitingDeliveries,
    WebhookEndpoints,
    WebhookSender,
)
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.domain.messaging.deliveries import RetrySchedule, judge
from b2b.domain.messaging.endpoint import EndpointState
from b2b.domain.messaging.pace import CircuitRule, Pace
from b2b.domain.shared.ids import EndpointId

# After so long others have their turn; a new message then goes on with the rest.
TURN_SECONDS: Final = 3.0
GATHER_SECONDS: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverWebhooks:
    """`slow` says which lane this is: an endpoint that turns out otherwise goes on in the other."""

    endpoint_id: EndpointId
    slow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTimes:
    """How long one request may take, and how failures are spread over time."""

    request: timedelta
    schedule: RetrySchedule
    circuit: CircuitRule

    @property
    def claim(self) -> timedelta:
        """Long enough for a request and for writing down what came of it."""
        return self.request + timedelta(seconds=5)


@dataclass(slots=True)
class _Turn:
    """What one turn has in flight, and until when it may take more."""

    ends_at: float
    slow: bool
    sending: set[asyncio.Task[Outcome]] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self.ends_at

    def move(self, *, slow: bool) -> None:
        """The rest belongs in the other lane."""
        self.slow = slow
        self.ends_at = 0.0


@dataclass(frozen=True, slots=True)
class DeliverWebhooksHandler:
    """Send what is due to one endpoint, a few at a time, until nothing is due or its turn ends.

    - Between requests one short transaction writes down what came of the last ones and claims the next;
      no transaction is open while a request is under way.
    - Killed at any point, it loses nothing: claims end by themselves, and the sweep finds what is due.
    """

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    desk: DeliveryDesk
    endpoints: WebhookEndpoints
    waiting: WaitingDeliveries
    addresses: AddressPolicy
    alerts: EndpointAlerts
    audit: AuditTrail
    sender: WebhookSender
    lanes: Lanes
    times: DeliveryTimes
    uow: UnitOfWork

    async def __call__(self, command: DeliverWebhooks) -> None:
        self.actor.require(self.permission)
        turn = _Turn(time.monotonic() + TURN_SECONDS, command.slow)
        try:
            await self._run(command.endpoint_id, turn)
        finally:
            for task in turn.sending:
                task.cancel()
        if not turn.is_open:
            await self.lanes.wake(command.endpoint_id, slow=turn.slow)

    async def _run(self, endpoint_id: EndpointId, turn: _Turn) -> None:
        outcomes: list[Outcome] = []
        while True:
            turn.sending |= await self._exchange(endpoint_id, outcomes, turn)
            if not turn.sending:
                return
            done, turn.sending = await asyncio.wait(turn.sending, return_when=asyncio.FIRST_COMPLETED)
            if turn.sending:
                # What ends in the same moment is written down in the same transaction.
                more, turn.sending = await asyncio.wait(turn.sending, timeout=GATHER_SECONDS)
                done |= more
            outcomes = [task.result() for task in done]

    async def _exchange(
        self, endpoint_id: EndpointId, outcomes: list[Outcome], turn: _Turn
    ) -> set[asyncio.Task[Outcome]]:
        claimed: list[ClaimedDelivery] = []
        async with self.uow:
            private_allowed = await self.addresses.private_allowed()
            if outcomes:
                await self._note(endpoint_id, outcomes, turn)
            await self.desk.begin(endpoint_id)
            if outcomes:
                await self.desk.record(outcomes)
            if turn.is_open:
                claimed = await self.desk.claim(endpoint_id, hold=self.times.claim)
            await self.uow.commit()
        return {
            asyncio.create_task(self._send(delivery, private_allowed=private_allowed)) for delivery in claimed
        }

    async def _note(self, endpoint_id: EndpointId, outcomes: list[Outcome], turn: _Turn) -> None:
        # The endpoint's row before its deliveries': everybody locks in this order.
        slow = any(outcome.attempt.was_slow for outcome in outcomes)
        if slow != turn.slow or any(_matters(outcome) for outcome in outcomes):
            await self._note_pace(endpoint_id, outcomes, slow=slow)
        if any(outcome.verdict.disables for outcome in outcomes):
            await self._disable(endpoint_id)
        if slow != turn.slow:
            turn.move(slow=slow)

    async def _note_pace(self, endpoint_id: EndpointId, outcomes: Sequence[Outcome], *, slow: bool) -> None:
        before = pace = await self.desk.pace(endpoint_id)
        for outcome in sorted(outcomes, key=lambda one: one.attempt.ended_at):
            pace = pace.after(outcome.attempt, outcome.verdict.rest_until, self.times.circuit)
        await self.desk.note_pace(endpoint_id, replace(pace, slow=slow))
        if pace.is_open and not before.is_open:
            self._tell(endpoint_id, "webhook_endpoint.circuit_opened", pace)
            self.alerts.opened(endpoint_id, pace)
        elif before.is_open and not pace.is_open:
            self._tell(endpoint_id, "webhook_endpoint.circuit_closed", before)
            self.alerts.closed(endpoint_id, before)

    def _tell(self, endpoint_id: EndpointId, action: str, pace: Pace) -> None:
        facts = {"failures": pace.failures, "failing_since": str(pace.failing_since)}
        self.audit.record(action, "webhook_endpoint", endpoint_id, after=facts)

    async def _disable(self, endpoint_id: EndpointId) -> None:
        endpoint = await self.endpoints.get(endpoint_id)
        # Another request of the same moment may have been told the same.
        if endpoint.state != EndpointState.DISABLED:
            endpoint.disable("The endpoint answered 410 Gone.")
        await self.waiting.give_up(endpoint_id, "The endpoint is gone.")

    async def _send(self, delivery: ClaimedDelivery, *, private_allowed: bool) -> Outcome:
        attempt = await self.sender.send(delivery, private_allowed=private_allowed)
        verdict = judge(attempt, attempts_before=delivery.attempts, schedule=self.times.schedule)
        return Outcome(delivery=delivery, attempt=attempt, verdict=verdict)


def _matters(outcome: Outcome) -> bool:
    """Success after success tells nothing new about an endpoint."""
    return outcome.delivery.failing or not outcome.attempt.succeeded

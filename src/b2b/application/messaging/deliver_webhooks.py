import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Final

from b2b.application.messaging.ports import (
    AddressPolicy,
    ClaimedDelivery,
    DeliveryDesk,
    Lanes,
    Outcome,
    WaitingDeliveries,
    WebhookEndpoints,
    WebhookSender,
)
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import UnitOfWork
from b2b.domain.messaging.deliveries import RetrySchedule, judge
from b2b.domain.messaging.endpoint import EndpointState
from b2b.domain.shared.ids import EndpointId

# Requests to one endpoint at a time, over all workers.
IN_FLIGHT_MAX: Final = 8
# After so long others have their turn; a new message then goes on with the rest.
TURN_SECONDS: Final = 3.0
GATHER_SECONDS: Final = 0.005


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
                await self._record(endpoint_id, outcomes, turn)
            if turn.is_open:
                claimed = await self.desk.claim(
                    endpoint_id, in_flight_max=IN_FLIGHT_MAX, hold=self.times.claim
                )
            await self.uow.commit()
        return {
            asyncio.create_task(self._send(delivery, private_allowed=private_allowed)) for delivery in claimed
        }

    async def _record(self, endpoint_id: EndpointId, outcomes: list[Outcome], turn: _Turn) -> None:
        # The endpoint's row before its deliveries': everybody locks in this order.
        slow = any(outcome.attempt.was_slow for outcome in outcomes)
        rests = [outcome.verdict.rest_until for outcome in outcomes if outcome.verdict.rest_until]
        if rests or slow != turn.slow:
            await self.desk.note_pace(endpoint_id, slow=slow, rest_until=max(rests, default=None))
        if any(outcome.verdict.disables for outcome in outcomes):
            await self._disable(endpoint_id)
        await self.desk.record(outcomes)
        if slow != turn.slow:
            turn.move(slow=slow)

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

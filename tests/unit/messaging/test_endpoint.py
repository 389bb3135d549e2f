from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from b2b.domain.messaging.endpoint import EndpointState, WebhookEndpoint
from b2b.domain.messaging.errors import EndpointStepRefused, EventTypesRefused
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.shared.ids import EndpointId, new_id


def an_endpoint() -> WebhookEndpoint:
    return WebhookEndpoint(
        id=EndpointId(new_id()),
        url="https://erp.example/hooks",
        event_types=EventTypes.of(["order.*"]),
        sealed_secret=b"first",
    )


class EndpointLife(RuleBasedStateMachine):
    """Any sequence of steps keeps the endpoint where this small model says it is."""

    def __init__(self) -> None:
        super().__init__()
        self.endpoint = an_endpoint()
        self.expected = EndpointState.ACTIVE

    @rule()
    def pause(self) -> None:
        self._expect({EndpointState.ACTIVE: EndpointState.PAUSED}, self.endpoint.pause)

    @rule()
    def resume(self) -> None:
        goals = {EndpointState.PAUSED: EndpointState.ACTIVE, EndpointState.DISABLED: EndpointState.ACTIVE}
        self._expect(goals, self.endpoint.resume)

    @rule()
    def disable(self) -> None:
        goals = {EndpointState.ACTIVE: EndpointState.DISABLED, EndpointState.PAUSED: EndpointState.DISABLED}
        self._expect(goals, lambda: self.endpoint.disable("Gone."))

    @rule()
    def send_a_test(self) -> None:
        self._expect({EndpointState.ACTIVE: EndpointState.ACTIVE}, self.endpoint.check_testable)

    @rule()
    def replay(self) -> None:
        goals = {EndpointState.ACTIVE: EndpointState.ACTIVE, EndpointState.PAUSED: EndpointState.PAUSED}
        self._expect(goals, self.endpoint.check_replayable)

    @invariant()
    def is_where_the_model_is(self) -> None:
        assert self.endpoint.state == self.expected

    def _expect(self, goals: Mapping[EndpointState, EndpointState], step: Callable[[], None]) -> None:
        if self.expected in goals:
            step()
            self.expected = goals[self.expected]
        else:
            with pytest.raises(EndpointStepRefused):
                step()


TestEndpointLife = EndpointLife.TestCase


def test_the_secret_so_far_stays_beside_the_new_one() -> None:
    endpoint, until = an_endpoint(), datetime(2026, 11, 22, tzinfo=UTC)

    endpoint.rotate(b"second", overlap_until=until)

    assert (endpoint.sealed_secret, endpoint.sealed_previous_secret) == (b"second", b"first")
    assert endpoint.previous_secret_until == until


@pytest.mark.parametrize(
    "pattern", ["", "*.created", "order.*.created", "order.", ".order", "order created", "**"]
)
def test_a_pattern_is_a_name_a_family_or_everything(pattern: str) -> None:
    with pytest.raises(EventTypesRefused):
        EventTypes.of([pattern])


def test_patterns_are_kept_once_each_and_there_is_at_least_one() -> None:
    assert EventTypes.of(["order.*", "*", "order.*"]).patterns == ("order.*", "*")
    with pytest.raises(EventTypesRefused):
        EventTypes.of([])


def test_what_a_process_makes_first_sorts_first() -> None:
    ids = [new_id() for _ in range(5000)]

    assert ids == sorted(ids)
    assert {id.version for id in ids} == {7}
    assert {id.variant for id in ids} == {"specified in RFC 4122"}

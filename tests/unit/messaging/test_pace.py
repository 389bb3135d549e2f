from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.messaging.deliveries import Attempt
from b2b.domain.messaging.errors import HandlingRefused
from b2b.domain.messaging.handling import Handling
from b2b.domain.messaging.pace import CircuitRule, Pace

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RULE = CircuitRule(failures=6, lasting=timedelta(seconds=91), probe_every=timedelta(seconds=30))


def an_attempt(seconds: float, status: int = 500) -> Attempt:
    at = AT + timedelta(seconds=seconds)
    return Attempt(started_at=at, ended_at=at, status=status)


def after(*attempts: Attempt) -> Pace:
    pace = Pace()
    for attempt in attempts:
        pace = pace.after(attempt, None, RULE)
    return pace


def test_the_fast_lane_of_a_delivery_is_over_before_the_circuit_opens() -> None:
    fast_lane = [an_attempt(seconds) for seconds in (0, 1, 3, 7, 15, 31)]

    assert not after(*fast_lane).is_open
    assert after(*fast_lane, an_attempt(91)).opened_at == AT + timedelta(seconds=91)


def test_many_failures_of_one_moment_are_no_reason_to_open_it() -> None:
    assert not after(*(an_attempt(0) for _ in range(100))).is_open


def test_an_open_circuit_rests_between_probes_and_a_success_closes_it() -> None:
    opened = after(*(an_attempt(20 * number) for number in range(6)))
    probed = opened.after(an_attempt(131), None, RULE)
    closed = probed.after(an_attempt(161, status=200), None, RULE)

    assert opened.resting_until == AT + timedelta(seconds=130)
    assert probed.resting_until == AT + timedelta(seconds=161)
    assert closed == Pace()


def test_an_endpoint_that_asks_for_a_longer_rest_than_ours_gets_it() -> None:
    asked = AT + timedelta(hours=1)

    pace = Pace(opened_at=AT, failures=9).after(an_attempt(1, 503), asked, RULE)

    assert pace.resting_until == asked


def test_a_success_beside_a_request_to_slow_down_does_not_end_the_rest() -> None:
    asked = AT + timedelta(seconds=10)

    pace = Pace().after(an_attempt(0, 429), asked, RULE).after(an_attempt(0, 200), None, RULE)

    assert (pace.resting_until, pace.failures) == (asked, 0)


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=60))
def test_a_circuit_is_open_only_after_enough_failures_over_enough_time(steps: list[tuple[int, bool]]) -> None:
    pace, now, failed_at = Pace(), 0, list[int]()
    was_open = False
    for pause, succeeds in steps:
        now += pause
        failed_at = [] if succeeds else [*failed_at, now]
        pace = pace.after(an_attempt(now, 200 if succeeds else 500), None, RULE)
        long_enough = len(failed_at) >= 6 and failed_at[-1] - failed_at[0] >= 91
        was_open = not succeeds and (was_open or long_enough)
        assert pace.is_open == was_open
        assert pace.failures == len(failed_at)


@pytest.mark.parametrize(("in_flight_max", "version"), [(0, "2026-11"), (17, "2026-11"), (8, "1")])
def test_a_way_of_sending_that_nobody_knows_is_refused(in_flight_max: int, version: str) -> None:
    with pytest.raises(HandlingRefused):
        Handling(in_flight_max=in_flight_max, payload_version=version)

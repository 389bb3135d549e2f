from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.messaging.deliveries import Attempt, DeliveryState, RetrySchedule, judge

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SCHEDULE = RetrySchedule(tuple(timedelta(seconds=delay) for delay in (1, 2, 4, 8, 16, 60)))


def an_attempt(status: int | None, *, retry_after: timedelta | None = None) -> Attempt:
    return Attempt(
        started_at=AT - timedelta(milliseconds=80), ended_at=AT, status=status, retry_after=retry_after
    )


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_success(status: int) -> None:
    assert judge(an_attempt(status), attempts_before=3, schedule=SCHEDULE).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [None, 100, 301, 302, 307, 308, 400, 404, 500, 502])
def test_anything_else_is_tried_again(status: int | None) -> None:
    verdict = judge(an_attempt(status), attempts_before=0, schedule=SCHEDULE)

    assert (verdict.state, verdict.next_attempt_at) == (DeliveryState.FAILED, AT + timedelta(seconds=1))


def test_the_pauses_are_those_of_the_schedule_and_then_it_is_dead() -> None:
    verdicts = [judge(an_attempt(500), attempts_before=count, schedule=SCHEDULE) for count in range(7)]

    pauses = [found.next_attempt_at and (found.next_attempt_at - AT).total_seconds() for found in verdicts]
    assert pauses == [1, 2, 4, 8, 16, 60, None]
    assert verdicts[-1].state is DeliveryState.DEAD


def test_gone_disables_the_endpoint() -> None:
    verdict = judge(an_attempt(410), attempts_before=0, schedule=SCHEDULE)

    assert (verdict.state, verdict.disables) == (DeliveryState.DEAD, True)


@pytest.mark.parametrize(("status", "obeyed"), [(429, True), (503, True), (500, False), (404, False)])
def test_only_a_busy_answer_can_ask_for_rest(status: int, obeyed: bool) -> None:
    asked = an_attempt(status, retry_after=timedelta(seconds=90))
    verdict = judge(asked, attempts_before=0, schedule=SCHEDULE)

    assert verdict.rest_until == (AT + timedelta(seconds=90) if obeyed else None)


@given(st.integers(0, 5), st.timedeltas(timedelta(days=-1), timedelta(days=400)))
def test_rest_is_never_shorter_than_the_schedule_and_never_longer_than_a_day(
    count: int, asked: timedelta
) -> None:
    verdict = judge(an_attempt(429, retry_after=asked), attempts_before=count, schedule=SCHEDULE)

    assert verdict.next_attempt_at is not None
    assert SCHEDULE.delays[count] <= verdict.next_attempt_at - AT <= timedelta(days=1)

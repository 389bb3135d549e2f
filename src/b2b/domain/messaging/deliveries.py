"""What an attempt means for its delivery: delivered, tried again later, or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

GONE: Final = 410
# Statuses that ask to slow down; their Retry-After holds for the whole endpoint.
BUSY: Final = frozenset({429, 503})
REST_MAX: Final = timedelta(hours=24)
SLOW_SECONDS: Final = 3.0


class DeliveryState(StrEnum):
    """Pending: not tried yet. Failed: will be tried again. Dead: only a replay tries it again."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """The pauses between attempts: short ones first, then the slow lane."""

    delays: tuple[timedelta, ...]

    def after(self, failures: int) -> timedelta | None:
        """The pause after so many failed attempts (at least one); None where the delivery is given up."""
        return self.delays[failures - 1] if failures <= len(self.delays) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request to an endpoint and what came of it.

    - `status` is None where no answer came; `error` then says why.
    - `retry_after` is how long the endpoint asks to be left alone.
    """

    started_at: datetime
    ended_at: datetime
    status: int | None = None
    error: str | None = None
    excerpt: str | None = None
    retry_after: timedelta | None = None
    timed_out: bool = False

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def duration_ms(self) -> int:
        return round((self.ended_at - self.started_at) / timedelta(milliseconds=1))

    @property
    def was_slow(self) -> bool:
        return self.timed_out or self.ended_at - self.started_at >= timedelta(seconds=SLOW_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of the delivery, and of its endpoint."""

    state: DeliveryState
    next_attempt_at: datetime | None = None
    rest_until: datetime | None = None
    disables: bool = False


def judge(attempt: Attempt, *, attempts_before: int, schedule: RetrySchedule) -> Verdict:
    """`attempts_before` counts the attempts of this round, without the one that is judged."""
    if attempt.succeeded:
        return Verdict(state=DeliveryState.DELIVERED)
    if attempt.status == GONE:
        return Verdict(state=DeliveryState.DEAD, disables=True)
    rest = _rest(attempt)
    rest_until = attempt.ended_at + rest if rest else None
    pause = schedule.after(attempts_before + 1)
    if pause is None:
        return Verdict(state=DeliveryState.DEAD, rest_until=rest_until)
    return Verdict(
        state=DeliveryState.FAILED,
        next_attempt_at=attempt.ended_at + max(pause, rest),
        rest_until=rest_until,
    )


def _rest(attempt: Attempt) -> timedelta:
    if attempt.status not in BUSY or attempt.retry_after is None:
        return timedelta()
    return min(max(attempt.retry_after, timedelta()), REST_MAX)

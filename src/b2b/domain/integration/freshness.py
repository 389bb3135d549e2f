"""Whether what the ERP masters is as new as it should be."""

from datetime import datetime, timedelta
from enum import StrEnum


class Freshness(StrEnum):
    FRESH = "fresh"
    LATE = "late"
    NEVER = "never"


def freshness(pushed_at: datetime | None, *, at: datetime, expected_every: timedelta) -> Freshness:
    """`expected_every` of zero means that nobody waits for it."""
    if pushed_at is None:
        return Freshness.NEVER
    if expected_every and at - pushed_at > expected_every:
        return Freshness.LATE
    return Freshness.FRESH

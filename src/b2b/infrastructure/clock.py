from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")


class SystemClock:
    """The one place that reads the clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(ISTANBUL).date()


def in_istanbul(day: date, at: time = time.min) -> datetime:
    """As UTC has it; the first day that there is begins with UTC's own, since nothing is before that."""
    return datetime.combine(day, at, UTC if day == date.min else ISTANBUL).astimezone(UTC)

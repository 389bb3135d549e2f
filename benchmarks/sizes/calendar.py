"""When orders are placed: so many on each day of two years, as busy as a wholesaler's months and weekdays."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

from benchmarks.sizes.history import history
from benchmarks.sizes.keys import milliseconds_of
from benchmarks.sizes.size import DAYS, Size

_DAY_SECONDS: Final = 86_400


class Day(NamedTuple):
    """`age` counts days up to today: yesterday's is one."""

    date: date
    age: int
    orders: int


class Moments:
    """Seconds since the first day, as the database and the ids want them."""

    def __init__(self, size: Size) -> None:
        self.first = size.today - timedelta(days=DAYS)
        self._milliseconds = milliseconds_of(self.first)
        # Due dates go beyond today.
        self._days = [str(self.first + timedelta(days=day)) for day in range(2 * DAYS)]

    def text(self, seconds: int) -> str:
        day, rest = divmod(seconds, _DAY_SECONDS)
        return f"{self._days[day]} {rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}+00"

    def iso(self, seconds: int) -> str:
        return self.text(seconds).replace(" ", "T").replace("+00", "Z")

    def day(self, seconds: int, *, later: int = 0) -> str:
        return self._days[seconds // _DAY_SECONDS + later]

    def milliseconds(self, seconds: int) -> int:
        return self._milliseconds + seconds * 1_000


def days(size: Size) -> Iterator[Day]:
    """From the oldest on; their orders add up to the size's."""
    found = history()
    dates = [size.today - timedelta(days=age) for age in range(DAYS, 0, -1)]
    weights = [found.by_month[day.month - 1] * found.by_weekday[day.weekday()] for day in dates]
    whole, before = sum(weights), 0
    for place, (day, running) in enumerate(zip(dates, accumulate(weights), strict=True)):
        so_far = size.orders if place == DAYS - 1 else round(size.orders * running / whole)
        yield Day(day, DAYS - place, so_far - before)
        before = so_far

"""What a wholesaler's orders are like, drawn from one year of a real one (data/NOTICE.md)."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import msgspec

FILE: Final = Path(__file__).parent / "data" / "history.json"
# The gift shops of the original order many things at once; an order of IT goods has a quarter of the lines.
LINES_SHARE: Final = 4
LINES_MAX: Final = 60
PIECES_MAX: Final = 120
# With fewer dealers than this the first of them has no more than its place on the curve.
MANY_DEALERS: Final = 100
# So many orders make a current account of ten thousand entries; the largest dealer has them where it can.
LARGEST_ORDERS: Final = 5_500
LARGEST_MAX: Final = 0.06


class History(msgspec.Struct, frozen=True):
    """Percentiles and shares, as the file's notice says."""

    lines_per_order: list[int]
    pieces_per_line: list[int]
    largest_dealer: float
    orders_by_dealers: list[float]
    lines_by_products: list[float]
    by_month: list[float]
    by_weekday: list[float]
    by_hour: list[float]


@cache
def history() -> History:
    return msgspec.json.decode(FILE.read_bytes(), type=History)


class Draws:
    """One stream of draws: who orders, what, how much and when in the day."""

    def __init__(self, random: Random, *, products: int, dealers: int, orders: int = 0) -> None:
        found = history()
        self._random = random.random
        self._products, self._dealers = products, dealers
        self._lines = [min(LINES_MAX, max(1, round(n / LINES_SHARE))) for n in found.lines_per_order]
        self._pieces = [min(PIECES_MAX, n) for n in found.pieces_per_line]
        self._of_dealers, self._of_products = found.orders_by_dealers, found.lines_by_products
        self._largest = largest_share(orders, found.largest_dealer) if dealers >= MANY_DEALERS else 0.0
        self._hours = sums(found.by_hour)

    def dealer(self) -> int:
        """Its place: the first order most."""
        drawn = self._random()
        if drawn < self._largest:
            return 0
        return along(self._of_dealers, self._random(), self._dealers)

    def product(self) -> int:
        """Its place in the catalogue; what is sold most is spread all over it."""
        return along(self._of_products, self._random(), self._products) * _STRIDE % self._products

    def lines(self) -> int:
        return self._lines[int(self._random() * 100)]

    def pieces(self) -> int:
        return self._pieces[int(self._random() * 100)]

    def second_of_day(self) -> int:
        drawn = self._random()
        hour = bisect_left(self._hours, drawn)
        return hour * 3_600 + int(self._random() * 3_600)

    def chance(self) -> float:
        return self._random()


# A prime above every number of products that is measured, so that it meets each place once.
_STRIDE: Final = 1_000_003


def largest_share(orders: int, real: float) -> float:
    """Of the orders; where they are fewer, the largest dealer has a greater share, for a long statement."""
    return max(real, min(LARGEST_MAX, LARGEST_ORDERS / orders)) if orders else real


def along(curve: Sequence[float], drawn: float, count: int) -> int:
    """Whose share of a whole a draw falls into: the curve has the shares of the first 0, 1, … 100 %."""
    place = max(1, bisect_left(curve, drawn))
    low, high = curve[place - 1], curve[place]
    part = (drawn - low) / (high - low) if high > low else 0.0
    return min(count - 1, int((place - 1 + part) / 100 * count))


def sums(shares: Sequence[float]) -> list[float]:
    """Running sums that end at exactly one."""
    total, running = sum(shares), 0.0
    found = []
    for share in shares:
        running += share / total
        found.append(running)
    found[-1] = 1.0
    return found

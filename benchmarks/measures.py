"""Readings, their medians, and what they are held against."""

import statistics
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from benchmarks.site import Site

Note = Callable[[str], None]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One run: how many per second, and for closed loops how long one took."""

    rate: float
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold: a share of the limit's rate, so many a second, a time that 95 of 100 stay below."""

    ratio: float = 0.0
    p95_ms: float | None = None
    rate: float = 0.0


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """Ours beside its limit; a figure without a limit or a floor is only for information.

    `ratio` is the median over pairs of runs, each pair one after the other: the machine's own rate moves.
    """

    name: str
    title: str
    unit: str
    ours: Reading
    limit: Reading | None = None
    limit_is: str | None = None
    ratio: float | None = None
    floor: Floor | None = None
    runs: int

    @property
    def passed(self) -> bool:
        if self.floor is None:
            return True
        slow = self.floor.p95_ms is not None and (self.ours.p95_ms or 0.0) >= self.floor.p95_ms
        return not slow and self.ours.rate >= self.floor.rate and (self.ratio or 0.0) >= self.floor.ratio


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how often is measured."""

    seconds: float
    warm_up_seconds: float
    runs: int
    connections: int


class Benchmark(Protocol):
    def __call__(self, site: Site, pace: Pace, note: Note) -> Sequence[Figure]: ...


def median(readings: Sequence[Reading]) -> Reading:
    """Of each number on its own."""
    return Reading(
        rate=statistics.median(reading.rate for reading in readings),
        p50_ms=_median_of([reading.p50_ms for reading in readings]),
        p95_ms=_median_of([reading.p95_ms for reading in readings]),
        p99_ms=_median_of([reading.p99_ms for reading in readings]),
    )


def median_ratio(ours: Sequence[Reading], limits: Sequence[Reading]) -> float:
    return statistics.median(own.rate / limit.rate for own, limit in zip(ours, limits, strict=True))


def reading_of(latencies_ms: Sequence[float], seconds: float) -> Reading:
    """Raises ValueError where nothing was finished."""
    if not latencies_ms:
        raise ValueError("Nothing was finished within the measured time.")
    ordered = sorted(latencies_ms)
    return Reading(
        rate=len(ordered) / seconds,
        p50_ms=percentile(ordered, 50),
        p95_ms=percentile(ordered, 95),
        p99_ms=percentile(ordered, 99),
    )


def percentile(ordered: Sequence[float], share: int) -> float:
    """The smallest value that at least `share` of a hundred do not exceed."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def _median_of(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None

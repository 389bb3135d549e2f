"""Measures that are read by one process for all: what waits in tables, queues and servers.

They are as old as the last reading, and gone when nobody reads: a process that leads no longer says nothing.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from prometheus_client import REGISTRY, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

FRESH_SECONDS: Final = 90.0


class Joined(Enum):
    """What several tenants' figures are together."""

    SUM = "sum"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Measure:
    """A counter only grows while the server that counts runs; its name has `_total` where it is read."""

    name: str
    words: str
    labels: tuple[str, ...] = ()
    joined: Joined = Joined.SUM
    counts: bool = False

    def family(self) -> Metric:
        kind = CounterMetricFamily if self.counts else GaugeMetricFamily
        return kind(self.name, self.words, labels=self.labels)


Found = tuple[Measure, tuple[str, ...], float]


def named(rows: Iterable[Sequence[Any]], measures: Mapping[str, Measure]) -> list[Found]:
    """From rows of a measure's name, its label's value (or nothing) and a figure (or none)."""
    return [
        (measures[name], (label,) if label else (), float(value))
        for name, label, value in rows
        if value is not None
    ]


def joined(found: Iterable[Found]) -> list[Found]:
    """One figure for each measure and its labels."""
    whole: dict[tuple[Measure, tuple[str, ...]], float] = {}
    for measure, labels, value in found:
        key = (measure, labels)
        if key not in whole:
            whole[key] = value
        else:
            whole[key] = whole[key] + value if measure.joined is Joined.SUM else max(whole[key], value)
    return [(measure, labels, value) for (measure, labels), value in whole.items()]


class Readings(Collector):
    """The newest reading of each source."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._measures = tuple(measures)
        self._found: dict[str, tuple[float, list[Found]]] = {}

    def take(self, source: str, found: list[Found]) -> None:
        self._found[source] = (time.monotonic(), found)

    def forget(self) -> None:
        self._found.clear()

    def describe(self) -> Iterator[Metric]:
        for measure in self._measures:
            yield measure.family()

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for measure, labels, value in self._fresh():
            family = families.setdefault(measure.name, measure.family())
            suffix = "_total" if measure.counts else ""
            names: Mapping[str, str] = dict(zip(measure.labels, labels, strict=True))
            family.add_sample(measure.name + suffix, dict(names), value)
        yield from families.values()

    def _fresh(self) -> Iterator[Found]:
        for read_at, found in list(self._found.values()):
            if time.monotonic() - read_at <= FRESH_SECONDS:
                yield from found


def registered(measures: Iterable[Measure]) -> Readings:
    readings = Readings(measures)
    REGISTRY.register(readings)
    return readings

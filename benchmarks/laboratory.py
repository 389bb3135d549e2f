"""One scenario, measured: beside its limit in closed loops, then with arrivals that nobody waits for."""

import random
import statistics
from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec

from benchmarks import pgbench
from benchmarks.arrivals import Arrivals, Spread, arrive, at_random, evenly
from benchmarks.costs import Cost, watching
from benchmarks.load import fire
from benchmarks.measures import Benchmark, Figure, Floor, Note, Pace, Reading, median, median_ratio
from benchmarks.order_placement import limit_variables
from benchmarks.replay import replayed
from benchmarks.scenarios import SCENARIOS, SEED, Requests, Scenario
from benchmarks.site import Site

# Where latency is told: half of what the closed loops reached.
TOLD_AT: Final = 0.5
CONNECTIONS: Final = 64
WARM_UP_SECONDS: Final = 1.0
ROUNDS_BEFORE: Final = 4
TURNS: Final = 5
ROUND_CONNECTIONS: Final = 16


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """Latency where so many arrive a second; `share` is of what closed loops reached."""

    rate: float
    share: float
    spread: Spread


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one scenario.

    - `closed` and `limit` are medians of runs side by side, `ratio` the median of their pairs.
    - `told` is the latency at half that rate, of the run with the median p95 where a floor hangs on it, and
      `cost` what each request cost then.
    """

    name: str
    title: str
    unit: str
    closed: Reading | None
    limit: Reading | None
    ratio: float | None
    floor: Floor | None
    told_below_ms: float | None
    told: Point
    cost: Cost
    curve: list[Point]

    @property
    def passed(self) -> bool:
        slow = self.told_below_ms is not None and self.told.spread.p95_ms >= self.told_below_ms
        if slow or self.told.spread.late:
            return False
        if self.floor is None or self.closed is None:
            return True
        most = self.floor.p95_ms
        in_time = most is None or (self.closed.p95_ms or 0.0) < most
        return in_time and (self.ratio or 0.0) >= self.floor.ratio

    @property
    def judged(self) -> bool:
        """Whether anything hangs on it."""
        return self.floor is not None or self.told_below_ms is not None


def measured(
    site: Site, scenario: Scenario, pace: Pace, note: Note, *, shares: Sequence[float] = ()
) -> Finding:
    """`shares` are further rates of the curve, as parts of what the closed loops reached."""
    if scenario.connections:
        pace = msgspec.structs.replace(pace, connections=scenario.connections)
    if scenario.seconds:
        pace = msgspec.structs.replace(pace, seconds=scenario.seconds)
    note(f"{scenario.title}: getting ready")
    requests = scenario.make(site, random.Random(SEED))
    if scenario.asked_before:
        _ask_before(site, requests)
    closed, limits = _beside_limit(site, scenario, requests, pace, note)
    reading = median(closed) if closed else None
    whole = reading.rate if reading else (scenario.rate or 1.0) / TOLD_AT
    with watching(site) as watch:
        runs = pace.runs if scenario.told_below_ms is not None else 1
        points = [_point(site, scenario, requests, whole, TOLD_AT, pace, note) for _ in range(runs)]
    told = sorted((point for point, _ in points), key=lambda point: point.spread.p95_ms)[runs // 2]
    curve = [
        _point(site, scenario, requests, whole, share, pace, note)[0] for share in (shares if reading else ())
    ]
    return Finding(
        name=scenario.name,
        title=scenario.title,
        unit=scenario.unit,
        closed=reading,
        limit=median(limits) if limits else None,
        ratio=median_ratio(closed, limits) if limits else None,
        floor=scenario.floor,
        told_below_ms=scenario.told_below_ms,
        told=told,
        cost=watch.of_one(sum(count for _, count in points)),
        curve=sorted([told, *curve], key=lambda point: point.rate),
    )


def dearer(lesser: Site, larger: Site, scenario: Scenario, pace: Pace, note: Note) -> float:
    """How many times the processor time of a request at the larger site: the median of turns.

    In each turn one is asked right after the other, so that a machine that slows down slows both.
    """
    note(f"{scenario.title}: getting ready at two sizes")
    made = [(site, scenario.make(site, random.Random(SEED))) for site in (lesser, larger)]
    for site, requests in made:
        if scenario.asked_before:
            _ask_before(site, requests)
    lanes = _lanes(made[-1][1], pace)
    whole = fire(larger.portal_port, lanes, pace).rate
    factors = []
    for turn in range(TURNS):
        costs = {}
        for site, requests in made[:: -1 if turn % 2 else 1]:
            with watching(site) as watch:
                _, count = _point(site, scenario, requests, whole, TOLD_AT, pace, note)
            costs[site.home] = sum(watch.of_one(count).cpu_ms.values())
        factors.append(costs[larger.home] / costs[lesser.home])
    return round(statistics.median(factors), 2)


def _ask_before(site: Site, requests: Requests) -> None:
    """Whichever worker meets a connection: after some rounds each has met nearly all questions."""
    for _ in range(ROUNDS_BEFORE):
        arrive(
            Arrivals(
                port=site.portal_port,
                moments=[0.0] * len(requests),
                requests=requests,
                connections=ROUND_CONNECTIONS,
            )
        )


def _beside_limit(
    site: Site, scenario: Scenario, requests: Requests, pace: Pace, note: Note
) -> tuple[list[Reading], list[Reading]]:
    ours: list[Reading] = []
    limits: list[Reading] = []
    if scenario.rate is not None:
        return ours, limits
    lanes = _lanes(requests, pace)
    for run in range(1, pace.runs + 1):
        note(f"{scenario.title}, run {run}: the portal")
        ours.append(fire(site.portal_port, lanes, pace))
        if limit := _limit(site, scenario, requests, pace, note):
            limits.append(limit)
    if not scenario.replayed:
        site.settle()
    return ours, limits


def _lanes(requests: Requests, pace: Pace) -> list[Requests]:
    """As many as connections, and no dealer on two of them."""
    return [requests[lane :: pace.connections] or requests for lane in range(pace.connections)]


def _limit(site: Site, scenario: Scenario, requests: Requests, pace: Pace, note: Note) -> Reading | None:
    if scenario.replayed:
        note(f"{scenario.title}: pgbench with the same statements")
        return replayed(site, requests, pace)
    if scenario.script is None:
        return None
    site.settle()
    note(f"{scenario.title}: pgbench")
    return pgbench.run(site.database, scenario.script, limit_variables(site), pace)


def _point(
    site: Site, scenario: Scenario, requests: Requests, whole: float, share: float, pace: Pace, note: Note
) -> tuple[Point, int]:
    """The latency, and how many requests were sent for it."""
    rate = whole * share
    note(f"{scenario.title}: {rate:,.0f} arrivals a second")
    seconds = pace.seconds + WARM_UP_SECONDS
    # A single reader asks one thing after the other; only of many do two come at the same moment.
    alone = scenario.connections == 1
    moments = evenly(rate, seconds) if scenario.rate or alone else at_random(rate, seconds, SEED)
    if scenario.rate:
        moments = moments[: len(requests)]
    plan = Arrivals(
        port=site.portal_port,
        moments=moments,
        requests=requests,
        connections=CONNECTIONS,
        measured_from=WARM_UP_SECONDS,
    )
    return Point(rate=round(rate, 1), share=share, spread=arrive(plan)), len(moments)


def in_laboratory(name: str) -> Benchmark:
    """The scenario as one figure: the rate of closed loops, and the latency at half of it."""
    return partial(_as_figures, scenario=next(each for each in SCENARIOS if each.name == name))


def _as_figures(site: Site, pace: Pace, note: Note, *, scenario: Scenario) -> Sequence[Figure]:
    found = measured(site, scenario, pace, note)
    spread = found.told.spread
    return [
        Figure(
            name=found.name,
            title=f"{found.title}; times at half the rate",
            unit=found.unit,
            ours=Reading(
                rate=found.closed.rate if found.closed else found.told.rate,
                p50_ms=spread.p50_ms,
                p95_ms=spread.p95_ms,
                p99_ms=spread.p99_ms,
            ),
            limit=found.limit,
            limit_is="pgbench with the same statements in one pipeline, the same row security",
            ratio=found.ratio,
            floor=Floor(p95_ms=found.told_below_ms),
            runs=pace.runs,
        )
    ]

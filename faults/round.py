"""One seed: work, blows in the middle of it, an hour of quiet, and whether all is as promised."""

import asyncio
import time
import traceback
from collections.abc import Coroutine, Iterator, Sequence
from typing import Final

import msgspec

from faults.asking import Asker
from faults.buyers import Buyers
from faults.checks import violations
from faults.erp import Erp
from faults.history import History
from faults.later import an_hour_passes, heal
from faults.processes import NotInTime
from faults.schedule import Stroke, schedule
from faults.shop import Shop
from faults.site import Site
from faults.wishes import wishes

WISHES: Final = 160
AT_ONCE: Final = 8


class Struck(msgspec.Struct, frozen=True, kw_only=True):
    """A blow as it fell: after so many answered wishes, so many seconds into the work."""

    mark: int
    blow: str
    seconds: float
    what: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What one seed came to. `seconds` are of making the shop, of the work, and of what came after it."""

    seed: int
    plant: str
    blows: list[Struck]
    violations: list[str]
    seconds: dict[str, float]
    orders: int = 0
    refused: int = 0
    events: int = 0
    deliveries: int = 0
    jobs: int = 0
    unknown: int = 0
    replays: int = 0
    requests: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.violations


async def run(
    site: Site, seed: int, *, plant: str = "", only: Sequence[str] = (), count: int = WISHES
) -> Verdict:
    strokes = schedule(seed, count, only)
    blows: list[Struck] = []
    watch = _Watch()
    history, found = History(), ["the processes do not start"]
    try:
        async with site.shop(history, plant) as shop:
            watch.lap("made")
            found = await _guarded(site, _work(shop, seed, count, strokes, blows))
            watch.lap("worked")
            found += await _guarded(site, _afterwards(shop))
            watch.lap("ended")
    except NotInTime as stuck:
        if not watch.laps:
            found.append(str(stuck))
    return _verdict(site, history, seed, plant, blows, found, watch)


async def _guarded(site: Site, work: Coroutine[None, None, list[str]]) -> list[str]:
    """What failed so that nobody can say more is a violation too; how it failed is with the logs."""
    found: list[str] = []
    try:
        found = await work
    except* NotInTime as stuck:
        found = [f"nobody gets on: {error}" for error in _leaves(stuck)]
    except* Exception as broken:
        found = [f"{type(error).__name__}: {error}" for error in _leaves(broken)]
        (site.logs / "harness.log").write_text("".join(traceback.format_exception(broken)))
    return found


def _leaves(group: BaseExceptionGroup[Exception]) -> Iterator[BaseException]:
    for error in group.exceptions:
        yield from _leaves(error) if isinstance(error, BaseExceptionGroup) else (error,)


async def _afterwards(shop: Shop) -> list[str]:
    await heal(shop)
    stuck = await an_hour_passes(shop)
    return ([f"still to be done an hour later: {stuck}"] if stuck else []) + await violations(shop)


async def _work(
    shop: Shop, seed: int, count: int, strokes: Sequence[Stroke], blows: list[Struck]
) -> list[str]:
    began = time.monotonic()
    ended = asyncio.Event()
    pace = _Pace(shop.history, [stroke.mark for stroke in strokes])
    wanted = wishes(seed, count, sorted(shop.world.dealers), sorted(shop.world.products))
    hit: dict[str, asyncio.Lock] = {}

    async def strike(stroke: Stroke) -> None:
        await pace.reached(stroke.mark)
        async with hit.setdefault(stroke.blow.on, asyncio.Lock()):
            at = time.monotonic() - began
            said = await stroke.blow.strike(shop, stroke.chance)
        blows.append(Struck(mark=stroke.mark, blow=stroke.blow.name, seconds=round(at, 2), what=said))

    async with (
        Asker.at(shop.portal_url, shop.history) as portal,
        Asker.at(shop.integration_url, shop.history) as machine,
    ):
        erp = Erp(shop, machine)
        await erp.open()
        buyers = Buyers(shop, portal, erp, pace.look)

        async def trade() -> None:
            try:
                await buyers.fulfil(wanted, at_once=AT_ONCE)
            finally:
                ended.set()

        async with asyncio.TaskGroup() as group:
            group.create_task(trade())
            group.create_task(erp.push(seed, ended))
            for stroke in strokes:
                group.create_task(strike(stroke))
    return []


class _Pace:
    """Lets strokes wait for the work to have come so far."""

    def __init__(self, history: History, marks: Sequence[int]) -> None:
        self._history = history
        self._reached = {mark: asyncio.Event() for mark in marks}

    def look(self) -> None:
        for mark, event in self._reached.items():
            if self._history.answered >= mark:
                event.set()

    async def reached(self, mark: int) -> None:
        await self._reached[mark].wait()


class _Watch:
    """Seconds from one lap to the next."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name], self._last = round(now - self._last, 1), now


def _verdict(
    site: Site,
    history: History,
    seed: int,
    plant: str,
    blows: Sequence[Struck],
    found: list[str],
    watch: _Watch,
) -> Verdict:
    sent = site.receiver.verified
    return Verdict(
        seed=seed,
        plant=plant,
        blows=sorted(blows, key=lambda struck: struck.mark),
        violations=found,
        seconds=watch.laps,
        orders=len(history.placed),
        refused=len(history.refused),
        events=len({one.id for came in sent.values() for one in came}),
        deliveries=sum(map(len, sent.values())),
        jobs=len(history.jobs),
        unknown=history.unknown,
        replays=history.replays,
        requests=sum(history.answers.values()),
    )

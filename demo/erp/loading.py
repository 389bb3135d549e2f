"""Pushing everything, once: what the portal has already is not pushed again."""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Final

import msgspec
import structlog

from demo.erp.catalogue import Profile
from demo.erp.contract import BulkAnswer
from demo.erp.dataset import Edition, Resource, resources
from demo.erp.integration import (
    BODY_ITEMS,
    PART_ITEMS,
    Integration,
    IntegrationRefused,
    IntegrationUnavailable,
)
from demo.erp.progress import LoadProgress, Stage, Stopwatch, Watcher, watching
from demo.erp.state import State

log = structlog.get_logger()

COMPLETE: Final = "complete"
PROBE: Final = "probe."
# An item of each of these tells whether the portal still has the data: neither changes by trading.
PROBED: Final = ("products", "prices")

READY_POLL_SECONDS: Final = 0.5
AGAIN_SECONDS: Final = 10.0


class Loader:
    """Fills the portal; a load that was cut goes on with the resource it was cut in."""

    def __init__(
        self, integration: Integration, state: State, profile: Profile, progress: LoadProgress
    ) -> None:
        self._integration = integration
        self._state = state
        self._profile = profile
        self._progress = progress

    def run(self) -> None:
        """Until everything is there; whatever stands in the way is said in the progress and tried again."""
        self.wait_until_ready()
        while True:
            try:
                return self._load()
            except (IntegrationUnavailable, IntegrationRefused) as fault:
                log.warning("erp.load_failed", fault=str(fault), again_in=AGAIN_SECONDS)
                self._progress.state = "failing"
                self._progress.faults = [str(fault)]
                time.sleep(AGAIN_SECONDS)

    def wait_until_ready(self) -> None:
        while not self._integration.is_ready():
            time.sleep(READY_POLL_SECONDS)

    def _load(self) -> None:
        edition = Edition(self._profile, first_day(self._state))
        self._progress.state = "loading"
        if self._is_known(edition):
            self._progress.state = "loaded"
            log.info("erp.already_loaded", version=edition.version, profile=edition.profile)
            return
        watch = Stopwatch()
        with watching() as watcher:
            self._push_all(resources(edition), edition, watcher)
        self._progress.seconds = watch.seconds
        self._progress.state = "loaded"
        log.info("erp.loaded", seconds=round(watch.seconds, 1))

    def _is_known(self, edition: Edition) -> bool:
        """Our note is not enough: the portal's database may be a new one."""
        return self._state.fact(COMPLETE) == _mark(edition) and all(
            self._has(name, edition) for name in PROBED
        )

    def _has(self, resource: str, edition: Edition) -> bool:
        """Whether the portal has an item of a resource that was pushed to its end."""
        item = self._state.fact(f"{PROBE}{resource}.{_mark(edition)}")
        if item is None:
            return False
        answer = self._integration.probe(resource, item.encode())
        return answer.unchanged + answer.stale == 1

    def _push_all(self, all_resources: list[Resource], edition: Edition, watcher: Watcher) -> None:
        stages = [Stage(name=resource.name, total=resource.size) for resource in all_resources]
        self._progress.stages = stages
        self._progress.faults = []
        for resource, stage in zip(all_resources, stages, strict=True):
            if resource.streamed and self._has(resource.name, edition):
                stage.skipped = stage.done = True
                continue
            self._push(resource, stage, watcher)
            if resource.streamed:
                self._remember(resource, edition)
        self._state.note(COMPLETE, _mark(edition))

    def _push(self, resource: Resource, stage: Stage, watcher: Watcher) -> None:
        watch = Stopwatch()
        for part, answer in push(self._integration, resource):
            stage.add(part, answer)
            stage.seconds = watch.seconds
            self._progress.note_faults(resource.name, answer)
            watcher.moved(stage)
        stage.done = True
        watcher.moved(stage)

    def _remember(self, resource: Resource, edition: Edition) -> None:
        first = next(iter(resource.items()))
        self._state.note(f"{PROBE}{resource.name}.{_mark(edition)}", msgspec.json.encode(first).decode())


def first_day(state: State) -> date:
    """The first load's day stays: the same debts must not be pushed again with other dates."""
    day = state.fact("today")
    if day is None:
        day = datetime.now(UTC).date().isoformat()
        state.note("today", day)
    return date.fromisoformat(day)


def push(
    integration: Integration, resource: Resource, limit: int | None = None
) -> Iterator[tuple[int, BulkAnswer]]:
    """Part by part: how many were sent, and what the API said of them."""
    items = islice(resource.items(), limit)
    send, size = (
        (integration.push_stream, PART_ITEMS) if resource.streamed else (integration.push_json, BODY_ITEMS)
    )
    for part in parts(items, size):
        yield len(part), send(resource.name, part)


def parts(items: Iterable[msgspec.Struct], size: int) -> Iterator[list[msgspec.Struct]]:
    remaining = iter(items)
    while part := list(islice(remaining, size)):
        yield part


def _mark(edition: Edition) -> str:
    return f"{edition.profile}-{edition.version}"

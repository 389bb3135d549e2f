"""How far the load is: for `GET /progress`, for the page, and for whoever looks at the terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import structlog
from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from demo.erp.contract import BulkAnswer

log = structlog.get_logger()

FAULTS_KEPT: Final = 20


class Stage(Struct, kw_only=True):
    """One resource; the counts are the API's own. `seconds` is the time it has taken so far."""

    name: str
    total: int
    sent: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    stale: int = 0
    failed: int = 0
    seconds: float = 0.0
    done: bool = False
    skipped: bool = False

    def add(self, sent: int, answer: BulkAnswer) -> None:
        self.sent += sent
        self.created += answer.created
        self.updated += answer.updated
        self.unchanged += answer.unchanged
        self.stale += answer.stale
        self.failed += answer.failed


class LoadProgress(Struct, kw_only=True):
    """`state` is waiting, loading, loaded or failing; a failing load is tried again by itself."""

    state: str = "waiting"
    stages: list[Stage] = []
    seconds: float = 0.0
    faults: list[str] = []
    webhook_registered: bool = False

    @property
    def is_ready(self) -> bool:
        return self.state == "loaded" and self.webhook_registered

    def note_faults(self, resource: str, answer: BulkAnswer) -> None:
        for result in answer.results:
            if result.outcome == "failed" and len(self.faults) < FAULTS_KEPT:
                self.faults.append(
                    f"{resource} {result.external_id}: {result.code} {result.detail or ''}".strip()
                )


class Watcher(Protocol):
    """Who is told while a stage moves."""

    def moved(self, stage: Stage) -> None: ...


class LogLines:
    """A line for each resource that is done: a log is no place for a moving bar."""

    def moved(self, stage: Stage) -> None:
        if stage.done:
            log.info(
                "erp.pushed",
                resource=stage.name,
                items=stage.sent,
                created=stage.created,
                updated=stage.updated,
                unchanged=stage.unchanged,
                failed=stage.failed,
                seconds=round(stage.seconds, 1),
            )


class Bars:
    """One bar for each resource."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def moved(self, stage: Stage) -> None:
        if stage.name not in self._tasks:
            self._tasks[stage.name] = self._progress.add_task(stage.name, total=stage.total)
        self._progress.update(self._tasks[stage.name], completed=stage.sent)


class Stopwatch:
    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started


@contextmanager
def watching() -> Iterator[Watcher]:
    """Bars where a person watches, lines where a file does."""
    if not sys.stderr.isatty():
        yield LogLines()
        return
    columns = (TextColumn("{task.description:>16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bars(progress)

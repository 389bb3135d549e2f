"""What a load costs beside time: processor and memory of each kind of process, statements and their time."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple

import msgspec
import psutil

from benchmarks.site import Site

_RESET: Final = "select pg_stat_statements_reset()"
_SUMS: Final = """
select coalesce(sum(calls), 0)::float8, coalesce(sum(total_exec_time), 0)::float8
from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'b2b_app'
"""


class Process(NamedTuple):
    """`started` tells it from an earlier one of the same number."""

    kind: str
    number: int
    started: float


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Of one request. `statements` counts each that was sent, `begin` and `commit` too.

    Times are milliseconds; `memory_mb` is what each kind of process held in the end, shared pages by share.
    """

    statements: float
    database_ms: float
    cpu_ms: dict[str, float]
    memory_mb: dict[str, float]


class Watch:
    """Filled when the watched block ends."""

    def __init__(self) -> None:
        self.statements = 0.0
        self.database_ms = 0.0
        self.cpu_seconds: dict[str, float] = {}
        self.memory_mb: dict[str, float] = {}

    def of_one(self, requests: int) -> Cost:
        return Cost(
            statements=round(self.statements / requests, 2),
            database_ms=round(self.database_ms / requests, 3),
            cpu_ms={kind: round(seconds / requests * 1000, 3) for kind, seconds in self.cpu_seconds.items()},
            memory_mb={kind: round(megabytes, 1) for kind, megabytes in self.memory_mb.items()},
        )


@contextmanager
def watching(site: Site) -> Iterator[Watch]:
    watch = Watch()
    with site.database.superuser() as connection:
        connection.execute("create extension if not exists pg_stat_statements")
        connection.execute(_RESET)
        before = _processor_seconds()
        yield watch
        after = _processor_seconds()
        row = connection.execute(_SUMS).fetchone()
    watch.statements, watch.database_ms = row or (0.0, 0.0)
    watch.cpu_seconds = spent_between(before, after)
    watch.memory_mb = memory()


def spent_between(before: dict[Process, float], after: dict[Process, float]) -> dict[str, float]:
    """Seconds of processor by kind, told process by process.

    What one that ended meanwhile spent nobody tells; its earlier seconds are not taken from those that stay.
    """
    spent: defaultdict[str, float] = defaultdict(float)
    for process, seconds in after.items():
        spent[process.kind] += seconds - before.get(process, 0.0)
    return dict(spent)


def _processor_seconds() -> dict[Process, float]:
    """Since each of them started, of all that we started and that still run."""
    spent = {}
    for kind, process in _processes():
        with suppress(psutil.Error):
            times = process.cpu_times()
            spent[Process(kind, process.pid, process.create_time())] = times.user + times.system
    return spent


def memory() -> dict[str, float]:
    """Megabytes, by kind; a page that several processes share counts once."""
    held: defaultdict[str, float] = defaultdict(float)
    for kind, process in _processes():
        with suppress(psutil.Error):
            held[kind] += process.memory_full_info().pss / 2**20
    return dict(held)


def _processes() -> Iterator[tuple[str, psutil.Process]]:
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            kind = _kind(child.name(), child.cmdline())
            yield kind, child
            for descendant in child.children(recursive=True):
                yield kind, descendant


def _kind(name: str, command: list[str]) -> str:
    """The program's own word for itself: portal, integration, worker …; or the server's name."""
    if "-m" not in command:
        return name
    words = [word for word in command[command.index("-m") + 1 :] if word != "b2b"]
    return words[0].removeprefix("benchmarks.") if words else name

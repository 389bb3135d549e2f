"""One process of the plan: started, read, watched, started again when it dies, ended when we leave."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from b2b.commands._supervisor.console import Console, ProcessLog
from b2b.commands._supervisor.faults import SupervisionFault
from b2b.commands._supervisor.probes import until_ready
from b2b.infrastructure.embedded.processes import ProcessBook, ProcessRecord, gone, wait_until

STOP_SECONDS: Final = 5.0
BACK_OFF_SECONDS: Final = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)
# A process that lived this long has earned a quick restart again.
STEADY_SECONDS: Final = 60.0
FIRST_TRIES: Final = 3
LINE_BYTES_MAX: Final = 256 * 1024

# Threads of one process share two heaps of the C library; each of its own would keep what it once needed.
FRUGAL: Final = {"MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPlan:
    """What to run, and where it says that it is ready."""

    name: str
    command: tuple[str, ...]
    port: int
    environment: Mapping[str, str] = field(repr=False)
    folder: Path | None = None
    ready_seconds: float = 90.0


class Child:
    """A planned process over all its lives."""

    def __init__(self, plan: ChildPlan, home: Path, console: Console) -> None:
        self._plan = plan
        self._book = ProcessBook(home)
        self._console = console
        self._log = ProcessLog(home / "logs", plan.name, console)
        self._was_ready = asyncio.Event()

    async def keep_running(self) -> None:
        """Until cancelled. Raises SupervisionFault where it dies again and again before it was ever ready."""
        deaths = 0
        try:
            while True:
                started = time.monotonic()
                status = await self._live_once()
                deaths = 1 if time.monotonic() - started > STEADY_SECONDS else deaths + 1
                if deaths >= FIRST_TRIES and not self._was_ready.is_set():
                    raise self._fault("does not start")
                pause = BACK_OFF_SECONDS[min(deaths, len(BACK_OFF_SECONDS)) - 1]
                self._console.say(
                    f"ended with status {status}; starting it again in {pause:g} s",
                    name=self._plan.name,
                    level="warning",
                )
                await asyncio.sleep(pause)
        finally:
            self._log.close()

    async def ready(self) -> None:
        """Raises SupervisionFault when its time is over."""
        try:
            async with asyncio.timeout(self._plan.ready_seconds):
                await until_ready(self._plan.port)
        except TimeoutError:
            raise self._fault("is not ready") from None
        self._was_ready.set()

    async def _live_once(self) -> int:
        async with _started(self._plan, self._log) as process:
            self._book.write(self._plan.name, pid=process.pid, port=self._plan.port)
            return await process.wait()

    def _fault(self, what: str) -> SupervisionFault:
        words = f": {self._log.last_words}" if self._log.last_words else ""
        return SupervisionFault(f"The {self._plan.name} process {what}{words} (see {self._log.path}).")


async def run_to_end(plan: ChildPlan, home: Path, console: Console) -> None:
    """Run a process that ends by itself. Raises SupervisionFault with its last words where it fails."""
    log = ProcessLog(home / "logs", plan.name, console)
    try:
        async with _started(plan, log) as process:
            status = await process.wait()
    finally:
        log.close()
    if status != 0:
        raise SupervisionFault(f"The {plan.name} step failed: {log.last_words} (see {log.path}).")


def end_leftovers(names: list[str], home: Path) -> None:
    """End what a killed supervisor left behind: whole process groups, known by their leader."""
    book = ProcessBook(home)
    records = filter(None, map(book.read, names))
    members = [member for record in records for member in _members(record)]
    for member in members:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    wait_until(lambda: all(map(gone, members)), timeout_seconds=STOP_SECONDS)


def _members(leader: ProcessRecord) -> list[psutil.Process]:
    """Processes of its group, and while it lives those it started, that run our Python.

    A group's id is not reused while a member lives; that of a leader who is gone may be somebody else's.
    """
    alive = leader.running() is not None
    python = os.path.realpath(sys.executable)
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            ours = os.getpgid(process.pid) == leader.pid or (alive and process.ppid() == leader.pid)
            if ours and os.path.realpath(process.exe()) == python:
                found.append(process)
    return found


@asynccontextmanager
async def _started(plan: ChildPlan, log: ProcessLog) -> AsyncIterator[Process]:
    """The process in a group of its own; the whole group is gone and its output read after the block.

    The pipe is ours: asyncio's own would keep `wait` from returning while a grandchild holds the other end.
    """
    reading, writing = os.pipe()
    output = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(output), os.fdopen(reading, "rb", buffering=0)
    )
    try:
        process = await asyncio.create_subprocess_exec(
            *plan.command,
            env={**FRUGAL, **plan.environment, "PYTHONUNBUFFERED": "1"},
            cwd=plan.folder,
            stdin=DEVNULL,
            stdout=writing,
            stderr=writing,
            start_new_session=True,
        )
    finally:
        os.close(writing)
    pump = asyncio.create_task(_pump(output, log))
    try:
        yield process
    finally:
        await _end(process)
        await asyncio.wait([pump], timeout=1.0)
        pump.cancel()


async def _pump(output: asyncio.StreamReader, log: ProcessLog) -> None:
    """Its output by line; one without an end is cut, so that it cannot fill the memory."""
    rest = b""
    while part := await output.read(64 * 1024):
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            log.take(line)
        if len(rest) > LINE_BYTES_MAX:
            log.take(rest)
            rest = b""
    log.take(rest)


async def _end(process: Process) -> None:
    """Ask the leader to stop, then end its whole group: nobody may keep a killed server's port."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()

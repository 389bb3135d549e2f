"""What a process takes of its machine, and whether its event loop keeps up.

Each of an app's workers says its own; the scrape adds them up, or takes the worst.
"""

import asyncio
import os
import resource
import time
from contextlib import suppress
from typing import Final

import psutil
from prometheus_client import Counter, Gauge, Histogram

PERIOD_SECONDS: Final = 5.0

MEMORY: Final = Gauge(
    "b2b_process_memory_bytes", "Resident memory of the processes.", multiprocess_mode="livesum"
)
OPEN_FILES: Final = Gauge(
    "b2b_process_open_files",
    "Open files of the process with the most.",
    multiprocess_mode="livemax",
)
OPEN_FILES_MAX: Final = Gauge(
    "b2b_process_open_files_max", "How many files a process may have open.", multiprocess_mode="livemin"
)
WORKERS: Final = Gauge("b2b_process_workers", "Processes that work.", multiprocess_mode="livesum")
CPU: Final = Counter("b2b_process_cpu_seconds", "Processor time of the processes.")
LOOP_LAG: Final = Histogram(
    "b2b_event_loop_lag_seconds",
    "How much later than asked for the event loop woke somebody up.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


class ProcessWatch:
    """Looks every few seconds while it runs."""

    def __init__(self, *, period_seconds: float = PERIOD_SECONDS) -> None:
        self._period_seconds = period_seconds
        self._process = psutil.Process()
        self._cpu_seconds = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        WORKERS.set(1)
        OPEN_FILES_MAX.set(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            self.look()
            asked_at = time.perf_counter() + self._period_seconds
            await asyncio.sleep(self._period_seconds)
            LOOP_LAG.observe(max(0.0, time.perf_counter() - asked_at))

    def look(self) -> None:
        MEMORY.set(self._process.memory_info().rss)
        OPEN_FILES.set(self._process.num_fds())
        times = os.times()
        spent = times.user + times.system
        CPU.inc(spent - self._cpu_seconds)
        self._cpu_seconds = spent

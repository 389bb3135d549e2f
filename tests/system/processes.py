"""The product as its real processes: started, killed and started again by a test, and gone after it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from b2b.infrastructure.embedded.processes import free_port

PORTS = {
    "portal": "B2B_PORTAL_PORT",
    "integration": "B2B_INTEGRATION_PORT",
    "worker": "B2B_WORKER_METRICS_PORT",
    "scheduler": "B2B_SCHEDULER_METRICS_PORT",
}
STOP_SECONDS = 15.0
READY_SECONDS = 60.0


def without_b2b() -> dict[str, str]:
    """Our environment, but for what would tell the product something."""
    return {name: value for name, value in os.environ.items() if not name.startswith("B2B_")}


async def until(found: Callable[[], Any], complaint: Callable[[], str], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, complaint()
        await asyncio.sleep(0.1)


@dataclass
class Service:
    """`b2b <name>` over all its lives; each life leads a process group, so that nothing of it stays."""

    name: str
    environment: Mapping[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    kills: int = 0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {**self.environment, PORTS[self.name]: str(self.port), "PYTHONUNBUFFERED": "1"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "b2b", self.name],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL for the whole group: nobody gets to clean up."""
        self.kills += 1
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def kill_server_process(self) -> None:
        """SIGKILL only for the process that serves requests; its parent starts another."""
        assert self._process
        self.kills += 1
        for child in psutil.Process(self._process.pid).children():
            with suppress(psutil.NoSuchProcess):
                child.kill()

    def stop(self) -> int | None:
        """The exit status after SIGTERM; whatever is left of the group then is killed."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait()

    async def ready(self) -> None:
        await until(self._answers, self.last_words, seconds=READY_SECONDS)

    def last_words(self) -> str:
        return f"{self.name} is not ready: " + "\n".join(self._log.read_text().splitlines()[-15:])

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=2.0).status_code == 200
        except httpx.HTTPError:
            return False

    @property
    def _log(self) -> Path:
        return self.folder / f"{self.name}.log"

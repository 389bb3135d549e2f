"""The product as its real processes: started, killed and started again, and gone after it."""

import asyncio
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil

from b2b.infrastructure.embedded.processes import free_port

ROOT: Final = Path(__file__).parents[1]
PATCHES: Final = ROOT / "faults" / "patches"
PORTS: Final = {
    "portal": "B2B_PORTAL_PORT",
    "integration": "B2B_INTEGRATION_PORT",
    "worker": "B2B_WORKER_METRICS_PORT",
    "scheduler": "B2B_SCHEDULER_METRICS_PORT",
}
# Of a machine that has much else to do.
READY_SECONDS: Final = 600.0
PROBE_SECONDS: Final = 2.0


class NotInTime(Exception):
    """What was waited for did not come; the text says what there was instead."""


def without_b2b() -> dict[str, str]:
    """Our environment, but for what would tell the product something."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("B2B_", "FAULTS_"))}


async def until(found: Callable[[], Any], complaint: Callable[[], str], *, seconds: float) -> None:
    """Ask again and again, in a thread. Raises NotInTime."""
    deadline = time.monotonic() + seconds
    while not await asyncio.to_thread(found):
        if time.monotonic() > deadline:
            raise NotInTime(complaint())
        await asyncio.sleep(0.1)


@dataclass
class Service:
    """`b2b <name>` over all its lives; nothing of a life stays: a server's workers end with their group.

    - `patches` are variables for `faults.patches.sitecustomize`; a life has those of the moment it began.
    """

    name: str
    environment: Mapping[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    kills: int = 0
    patches: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "b2b", self.name],
                env={**self.environment, PORTS[self.name]: str(self.port), **self._patched()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL for the group; a server's workers are sessions of their own, and end as it ends."""
        self.kills += 1
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def kill_server_process(self) -> None:
        """SIGKILL only for the process that serves requests; its parent starts another."""
        self.kills += 1
        if self._process:
            for child in psutil.Process(self._process.pid).children():
                with suppress(psutil.NoSuchProcess):
                    child.kill()

    async def ready(self) -> None:
        """Raises NotInTime, at once where the life ended by itself: nobody here begins another."""
        await until(self._answers, self.last_words, seconds=READY_SECONDS)

    def last_words(self) -> str:
        return f"{self.name} is not ready: " + "\n".join(self.log.read_text().splitlines()[-15:])

    def _patched(self) -> dict[str, str]:
        found = {"PYTHONUNBUFFERED": "1", **self.patches}
        if self.patches:
            paths = (str(PATCHES), str(ROOT), self.environment.get("PYTHONPATH", ""))
            found["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        return found

    def _answers(self) -> bool:
        life = self._process
        status = life.poll() if life else None
        if status not in {None, -signal.SIGKILL}:
            raise NotInTime(f"it ended by itself with {status}; {self.last_words()}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PROBE_SECONDS)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

"""`b2b up --demo` as a person starts it, in a folder of its own, and how a person's program reads from it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from b2b.infrastructure.embedded.processes import gone, wait_until
from faults.processes import without_b2b

READY_SECONDS = 150.0
STOP_SECONDS = 20.0
# A small catalogue, an ERP that does not dawdle, and passwords that cost little to check.
QUICK = {
    "B2B_DEMO_PROFILE": "small",
    "B2B_ERP_INVOICE_DELAY_SECONDS": "0.2",
    "B2B_PASSWORD_MEMORY_KIB": "1024",
    "B2B_PASSWORD_PASSES": "1",
}


@dataclass(frozen=True)
class Demo:
    """Runs in `folder`, with its data in `folder/.b2b` as after `make demo`."""

    folder: Path
    facts: dict[str, Any]

    @property
    def erp_url(self) -> str:
        return str(self.facts["erp_url"])

    def user(self, role: str, partner_code: str | None) -> dict[str, Any]:
        """Where several have the role and company, the first."""
        found: dict[str, Any] = next(
            user
            for user in self.facts["users"]
            if (user["role"], user["partner_code"]) == (role, partner_code)
        )
        return found

    def sign_in(self, role: str, partner_code: str | None = None) -> httpx.Client:
        user = self.user(role, partner_code)
        base = f"{self.facts['portal_url']}/api/v1"
        asked = {name: user[name] for name in ("partner_code", "email", "password")}
        answer = httpx.post(f"{base}/auth/token", json=asked)
        assert answer.status_code == 200, answer.text
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=base, headers=headers, timeout=20.0)

    def machine(self) -> httpx.Client:
        base = f"{self.facts['integration_url']}/api/integration/v1"
        return httpx.Client(base_url=base, headers={"X-API-Key": self.facts["api_key"]}, timeout=20.0)


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Ready; after the block everything that was started has ended, also where the block failed."""
    folder.mkdir()
    file, spoken = folder / ".b2b" / "demo.json", folder / "spoken"
    with spoken.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "b2b", "up", "--demo"],
            cwd=folder,
            env=without_b2b() | QUICK,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait_until(lambda: file.exists() or process.poll() is not None, timeout_seconds=READY_SECONDS)
        assert file.exists(), spoken.read_text()
        yield Demo(folder, json.loads(file.read_text()))
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    members: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        members = psutil.Process(process.pid).children(recursive=True)
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    for member in [*members, process]:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            member.kill()
    process.wait()
    wait_until(lambda: all(map(gone, members)), timeout_seconds=5)


def eventually(found: Any, complaint: str, *, seconds: float = 30.0) -> Any:
    """What `found` answers once it answers something."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline, complaint
        time.sleep(0.1)
    return result

"""One of the two apps as a process of its own, as it is served in earnest."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec

from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded.processes import free_port

START_SECONDS = 60
PASSED_ON = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables that make the same settings in another process."""
    given = msgspec.structs.asdict(settings)
    wanted = {name: value for name, value in given.items() if isinstance(value, str | int | Path)}
    return {f"B2B_{name.upper()}": str(value) for name, value in wanted.items() if value != ""}


@contextmanager
def served_app(app: str, environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """Its URL, once it is ready."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "b2b", app, "--port", str(port)]
    with (
        log.open("wb") as written,
        subprocess.Popen(command, env=environment, stdout=written, stderr=written) as process,
    ):
        try:
            _wait(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=15)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"It did not start:\n{log.read_text()[-3000:]}")

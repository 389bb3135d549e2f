"""Starting, finding again and ending server processes.

A process is remembered by its id and the moment it started, so that a reused id is never mistaken for it.
"""

import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import psutil

POLL_SECONDS: Final = 0.02


class ProcessRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A process that we started and the port it has, as written to `<home>/run/<name>.json`.

    It outlives its process: the next one is given the same port if that is still free.
    """

    pid: int
    started: float
    port: int = 0

    def running(self) -> psutil.Process | None:
        """The process, if it is still the same one and alive."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < 1
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None


class ProcessBook:
    """The records of one home's processes by name."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "run"

    def write(self, name: str, *, pid: int, port: int = 0) -> None:
        with suppress(psutil.NoSuchProcess):  # it has died already: whoever started it will notice
            record = ProcessRecord(pid=pid, started=psutil.Process(pid).create_time(), port=port)
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / f"{name}.json").write_bytes(msgspec.json.encode(record))

    def read(self, name: str) -> ProcessRecord | None:
        with suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode((self._folder / f"{name}.json").read_bytes(), type=ProcessRecord)
        return None

    def port(self, name: str) -> int:
        """The port it had last time, 0 where there was none."""
        record = self.read(name)
        return record.port if record else 0

    def running(self, name: str) -> psutil.Process | None:
        record = self.read(name)
        return record.running() if record else None


def end(process: psutil.Process, *signals: signal.Signals, grace_seconds: float) -> None:
    """Send the signals one after the other, each with its time to work, until the process is gone."""
    for number in (*signals, signal.SIGKILL):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if wait_until(lambda: gone(process), timeout_seconds=grace_seconds):
            return


def gone(process: psutil.Process) -> bool:
    """Ended, even if its parent has not collected it yet: in a container perhaps nobody ever will."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(ready: Callable[[], bool], *, timeout_seconds: float) -> bool:
    """Ask again and again; False when the time is over."""
    deadline = time.monotonic() + timeout_seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def free_port(*, preferred: int = 0, host: str = "127.0.0.1") -> int:
    """A port nobody listens on: the preferred one if it is free."""
    for port in (preferred, 0):
        with socket.socket() as candidate, suppress(OSError):
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind((host, port))
            return int(candidate.getsockname()[1])
    raise OSError("No free port is left.")

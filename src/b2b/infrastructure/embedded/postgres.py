"""One PostgreSQL server over one data folder."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from b2b.infrastructure.embedded.account import Account, data_folder
from b2b.infrastructure.embedded.binaries import PostgresBinaries, postgres_binaries
from b2b.infrastructure.embedded.faults import EmbeddedFault
from b2b.infrastructure.embedded.processes import ProcessBook, end, free_port, wait_until

NAME: Final = "postgres"
SUPERUSER: Final = "postgres"
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 6.0
TRIES: Final = 3

# Shared memory stays small because the whole program has to fit in a gigabyte, and every backend that touches
# it counts it again; the system's own cache holds the rest. Jit and parallel plans cost more than they bring
# for statements of a few milliseconds.
SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_preload_libraries": "pg_stat_statements",
    "max_connections": "60",
    "max_logical_replication_workers": "0",
    "shared_buffers": "24MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "500ms",
    "log_parameter_max_length": "0",
}
# For tests: data may be lost with the machine, never with the process.
FAST_SETTINGS: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresServer:
    """Started by `start`, which also recovers from a run that was killed; ended by `stop`."""

    def __init__(
        self, home: Path, account: Account, password: str, *, durable: bool, shared_buffers: str | None = None
    ) -> None:
        self._home = home
        self._book = ProcessBook(home)
        self._account = account
        self._password = password
        self._settings = SETTINGS | ({} if durable else FAST_SETTINGS)
        if shared_buffers:
            self._settings["shared_buffers"] = shared_buffers
        self._process: subprocess.Popen[bytes] | None = None
        self.port = self._book.port(NAME)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Raises EmbeddedFault with the server's own last words where it does not come up."""
        binaries = postgres_binaries(self._account)
        data = data_folder(self._account, self._home, "postgres")
        if not (data / "PG_VERSION").exists():
            self._initialise(binaries, data)
        orphan = _running_server(data)
        if orphan:
            end(orphan, signal.SIGINT, signal.SIGQUIT, grace_seconds=STOP_SECONDS)
        for _ in range(TRIES):
            if self._launch(binaries, data):
                return
            self.stop()
        raise EmbeddedFault(f"PostgreSQL does not start: {self._last_words()}")

    def stop(self) -> None:
        """A fast stop: sessions are ended, transactions rolled back, everything is on disk."""
        if self._process is None:
            return
        with suppress(psutil.NoSuchProcess):
            end(psutil.Process(self._process.pid), signal.SIGINT, signal.SIGQUIT, grace_seconds=STOP_SECONDS)
        self._process.wait()
        self._process = None

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _initialise(self, binaries: PostgresBinaries, data: Path) -> None:
        password_file = data.parent / f".{data.name}.initial-password"
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(self._password)
        self._account.owns(password_file)
        command = [
            *(str(binaries.initdb), "-D", str(data), "-U", SUPERUSER, "--no-sync", "-E", "UTF8"),
            *("-A", "scram-sha-256", "--pwfile", str(password_file), "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        ]
        try:
            self._run(command)
        finally:
            password_file.unlink(missing_ok=True)

    def _run(self, command: list[str]) -> None:
        try:
            done = subprocess.run(
                command,
                env=_environment(),
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
                **self._account.identity,
            )
        except PermissionError:
            raise EmbeddedFault(
                "The servers cannot be given to an unprivileged account here: start b2b as an ordinary user, "
                "or set B2B_DATABASE_URL and B2B_REDIS_URL."
            ) from None
        if done.returncode:
            raise EmbeddedFault(f"PostgreSQL's data folder cannot be made: {_last_line(done.stderr)}")

    def _launch(self, binaries: PostgresBinaries, data: Path) -> bool:
        self.port = free_port(preferred=self.port)
        settings = self._settings | {"port": str(self.port)}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        environment = _environment()
        if recorded := _recorded_pid(data):
            # A killed server's pid file may name an id that another process has since been given. PostgreSQL
            # takes its "grandparent" for harmless, and still checks that no old backend holds the memory.
            environment["PG_GRANDPARENT_PID"] = str(recorded)
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [str(binaries.server), "-D", str(data), *arguments],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account.identity,
            )
        self._book.write(NAME, pid=self._process.pid, port=self.port)
        wait_until(lambda: not self.alive() or self._ready(data), timeout_seconds=START_SECONDS)
        if self.alive() and self._ready(data):
            return True
        time.sleep(0.5)  # backends of a killed server need a moment to notice that it is gone
        return False

    def _ready(self, data: Path) -> bool:
        lines = _pid_file(data)
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    @property
    def _log_path(self) -> Path:
        folder = self._home / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / "postgres.log"

    def _last_words(self) -> str:
        return _last_line(self._log_path.read_text(errors="replace"))


def _environment() -> dict[str, str]:
    """Nothing of ours: a server needs no secrets, and PG* variables would change what it does."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _recorded_pid(data: Path) -> int | None:
    lines = _pid_file(data)
    return int(lines[0]) if lines and lines[0].isdigit() else None


def _running_server(data: Path) -> psutil.Process | None:
    """The server of an earlier run that outlived its supervisor, known by its data folder."""
    pid = _recorded_pid(data)
    if pid is None:
        return None
    try:
        process = psutil.Process(pid)
        ours = process.status() != psutil.STATUS_ZOMBIE and str(data) in process.cmdline()
    except psutil.Error:
        return None
    return process if ours else None


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it left no message"

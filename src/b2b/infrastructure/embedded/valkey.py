"""One Valkey server that keeps nothing on disk: losing it loses nothing but speed."""

import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from b2b.infrastructure.embedded.account import Account, data_folder
from b2b.infrastructure.embedded.binaries import valkey_binary
from b2b.infrastructure.embedded.faults import EmbeddedFault
from b2b.infrastructure.embedded.processes import ProcessBook, end, free_port, wait_until

NAME: Final = "valkey"
START_SECONDS: Final = 15.0
STOP_SECONDS: Final = 3.0
TRIES: Final = 3

# Queued messages have no expiry and are never dropped for room; cached values have one and are.
CONFIGURATION: Final = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
save ""
appendonly no
maxmemory 128mb
maxmemory-policy volatile-lru
daemonize no
"""


class ValkeyServer:
    """Started by `start`, which ends the server of an earlier run that was left behind; ended by `stop`."""

    def __init__(self, home: Path, account: Account, password: str) -> None:
        self._home = home
        self._book = ProcessBook(home)
        self._account = account
        self._password = password
        self._process: subprocess.Popen[bytes] | None = None
        self.port = self._book.port(NAME)

    @property
    def url(self) -> str:
        return valkey_url(self.port, self._password)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        binary = valkey_binary(self._account)
        folder = data_folder(self._account, self._home, "valkey")
        if orphan := self._book.running(NAME):
            end(orphan, signal.SIGTERM, grace_seconds=STOP_SECONDS)
        for _ in range(TRIES):
            if self._launch(binary, folder):
                return
            self.stop()
        raise EmbeddedFault(f"Valkey does not start; {self._log_path} says why.")

    def stop(self) -> None:
        if self._process is None:
            return
        with suppress(psutil.NoSuchProcess):
            end(psutil.Process(self._process.pid), signal.SIGTERM, grace_seconds=STOP_SECONDS)
        self._process.wait()
        self._process = None

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _launch(self, binary: Path, folder: Path) -> bool:
        self.port = free_port(preferred=self.port)
        configuration = folder / "valkey.conf"
        configuration.unlink(missing_ok=True)
        configuration.touch(mode=0o600)
        configuration.write_text(
            CONFIGURATION.format(port=self.port, password=self._password, folder=_quoted(folder))
        )
        self._account.owns(configuration)
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [str(binary), str(configuration)],
                env={"PATH": os.defpath},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account.identity,
            )
        self._book.write(NAME, pid=self._process.pid, port=self.port)
        wait_until(lambda: not self.alive() or self._answers(), timeout_seconds=START_SECONDS)
        return self.alive() and self._answers()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = connection.recv(64)
                if not part:
                    break
                answer += part
            return answer == b"+OK\r\n+PONG\r\n"
        return False

    @property
    def _log_path(self) -> Path:
        folder = self._home / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / "valkey.log"


def valkey_url(port: int, password: str) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/0"


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'

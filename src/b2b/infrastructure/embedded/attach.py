"""Filling in what the environment leaves out: the servers of this home, running or started for the moment."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded.databases import Databases
from b2b.infrastructure.embedded.faults import EmbeddedFault
from b2b.infrastructure.embedded.lock import HomeLock
from b2b.infrastructure.embedded.postgres import NAME as POSTGRES
from b2b.infrastructure.embedded.processes import ProcessBook
from b2b.infrastructure.embedded.secrets import load_secrets
from b2b.infrastructure.embedded.servers import EmbeddedServers
from b2b.infrastructure.embedded.valkey import NAME as VALKEY
from b2b.infrastructure.embedded.valkey import valkey_url

HOME: Final = "B2B_HOME"
HOME_DEFAULT: Final = ".b2b"
SHARED_BUFFERS: Final = "B2B_EMBEDDED_SHARED_BUFFERS"
# As PostgreSQL writes sizes (documentation, "Numeric with Unit").
_SIZE: Final = re.compile(r"[1-9][0-9]{0,8}(kB|MB|GB)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which servers the environment leaves to us, and how large PostgreSQL's own cache shall be."""

    postgres: bool
    valkey: bool
    shared_buffers: str | None = None

    @classmethod
    def by(cls, environ: Mapping[str, str]) -> Self:
        """Raises EmbeddedFault where a size is none."""
        size = environ.get(SHARED_BUFFERS) or None
        if size and not _SIZE.fullmatch(size):
            raise EmbeddedFault(f"{SHARED_BUFFERS} is a size such as 512MB or 1GB, not {size!r}.")
        return cls(
            postgres=not environ.get("B2B_DATABASE_URL"),
            valkey=not environ.get("B2B_REDIS_URL"),
            shared_buffers=size,
        )

    def servers(self, home: Path) -> EmbeddedServers:
        """To be entered."""
        return EmbeddedServers(
            home, postgres=self.postgres, valkey=self.valkey, shared_buffers=self.shared_buffers
        )

    @property
    def any(self) -> bool:
        return self.postgres or self.valkey


def home_of(environ: Mapping[str, str]) -> Path:
    return Path(environ.get(HOME) or HOME_DEFAULT).absolute()


@contextmanager
def connected(environ: Mapping[str, str] = os.environ, *, start: bool = True) -> Iterator[Settings]:
    """Settings whose servers are there; see `connected_environment`."""
    with connected_environment(environ, start=start) as complete:
        yield Settings.from_env(complete)


@contextmanager
def connected_environment(environ: Mapping[str, str], *, start: bool) -> Iterator[dict[str, str]]:
    """The environment with the servers that it leaves to us: those of a running `b2b up`.

    Where none runs they are started for the length of the block; with `start=False` EmbeddedFault is raised.
    """
    given = {name: value for name, value in environ.items() if value}
    home = home_of(given)
    wanted = Wanted.by(given)
    if not wanted.any:
        yield given
    elif running := _running(home, wanted):
        yield running | given
    elif start:
        with HomeLock(home), wanted.servers(home) as servers:
            yield servers.environment() | given
    else:
        raise EmbeddedFault(
            f"No servers run in {home}: start `b2b up` there, or set B2B_DATABASE_URL and B2B_REDIS_URL."
        )


def _running(home: Path, wanted: Wanted) -> dict[str, str] | None:
    book = ProcessBook(home)
    if (wanted.postgres and not book.running(POSTGRES)) or (wanted.valkey and not book.running(VALKEY)):
        return None
    secrets = load_secrets(home)
    variables = secrets.environment()
    if wanted.postgres:
        variables |= Databases(book.port(POSTGRES), secrets).environment()
    if wanted.valkey:
        variables["B2B_REDIS_URL"] = valkey_url(book.port(VALKEY), secrets.valkey_password)
    return variables

"""An installation to measure: servers of our own that write to disk as in earnest, and the real processes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import psycopg
from psycopg import sql

from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.embedded.attach import Wanted
from b2b.infrastructure.embedded.databases import APP, DATABASE
from b2b.infrastructure.embedded.postgres import SUPERUSER
from b2b.infrastructure.embedded.processes import free_port

READY_SECONDS: Final = 300.0
STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.1
WORKERS: Final = 2
# Connections of each worker to the database: the program's own default.
POOL: Final = 5

# The counters count as always, but nobody reaches their quota; who signed in stays so for the longest run.
QUOTAS: Final = {
    "B2B_ACCESS_TOKEN_MINUTES": "1440",
    "B2B_USER_REQUESTS_PER_MINUTE": "100000000",
    "B2B_PAGE_REQUESTS_PER_MINUTE": "100000000",
    "B2B_ADDRESS_REQUESTS_PER_MINUTE": "100000000",
    "B2B_API_KEY_REQUESTS_PER_MINUTE": "100000000",
    "B2B_SIGN_IN_ATTEMPTS_PER_MINUTE": "100000000",
    "B2B_ALLOW_PRIVATE_WEBHOOKS": "true",
}

_SHOW_PARAMETERS: Final = sql.SQL("alter database {} set log_parameter_max_length = -1").format(
    sql.Identifier(DATABASE)
)

Connection = psycopg.Connection[tuple[Any, ...]]


class SiteFault(Exception):
    """A process that does not come up; the text says where its log is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealer:
    """Somebody of a company of their own who may order, signed in."""

    code: str
    customer_id: str
    address_id: str
    account_id: str
    user_id: str
    session_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Database:
    """One database as the application's role, its owner and the superuser reach it."""

    port: int
    app_password: str
    superuser_password: str
    owner_url: str

    @property
    def app_url(self) -> str:
        return f"postgresql://{APP}:{self.app_password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def superuser_url(self) -> str:
        return f"postgresql://{SUPERUSER}:{self.superuser_password}@127.0.0.1:{self.port}/{DATABASE}"

    @contextmanager
    def superuser(self) -> Iterator[Connection]:
        """Each statement is a transaction of its own; no row security holds."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            yield connection


@dataclass(slots=True, kw_only=True)
class Site:
    """What the benchmarks measure; `dealers`, `skus` and the tenant are there once it is stocked."""

    home: Path
    database: Database
    environment: Mapping[str, str]
    portal_port: int
    integration_port: int
    tenant_id: str = ""
    api_key: str = ""
    dealers: list[Dealer] = field(default_factory=list)
    skus: list[str] = field(default_factory=list)

    @property
    def portal_url(self) -> str:
        return f"http://127.0.0.1:{self.portal_port}"

    @property
    def integration_url(self) -> str:
        return f"http://127.0.0.1:{self.integration_port}"

    @property
    def log_of_statements(self) -> Path:
        """The database server's log."""
        return self.home / "logs" / "postgres.log"

    @contextmanager
    def process(self, name: str, *command: str, **environment: str) -> Iterator[None]:
        """A program of this Python for the length of the block; what it says is in the home's logs."""
        log_path = self.home / "logs" / f"{name}.log"
        with log_path.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield
            if process.poll() is not None:
                raise SiteFault(f"{name} ended by itself; see {log_path}.")
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def settle(self) -> None:
        """What was written so far is on disk and known to the planner, so that no run pays for the last."""
        with self.database.superuser() as connection:
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")


@contextmanager
def home_at(given: Path | None) -> Iterator[Path]:
    """The folder given, which is kept, or a temporary one."""
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.absolute()
        return
    with TemporaryDirectory(prefix="b2b-bench-", ignore_cleanup_errors=True) as folder:
        # The servers may run as another account than ours.
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def running_site(home: Path) -> Iterator[Site]:
    """Servers, schema, the portal with two workers and the integration API with one.

    `B2B_EMBEDDED_SHARED_BUFFERS` holds here as well.
    """
    with ExitStack() as stack:
        servers = stack.enter_context(
            EmbeddedServers(home, shared_buffers=Wanted.by(os.environ).shared_buffers)
        )
        site = _site(home, servers)
        (home / "logs").mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "b2b", "migrate"],
            env=site.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        with site.database.superuser() as connection:
            # Parameters stay out of the log in life; here the limits are made of them.
            connection.execute(_SHOW_PARAMETERS)
        portal = ("b2b", "portal", "--workers", str(WORKERS), "--port", str(site.portal_port))
        stack.enter_context(site.process("portal", *portal))
        integration = ("b2b", "integration", "--port", str(site.integration_port))
        stack.enter_context(site.process("integration", *integration))
        wait_for(f"{site.portal_url}/health/ready")
        wait_for(f"{site.integration_url}/health/ready")
        yield site


def wait_for(url: str) -> None:
    """Raises SiteFault where nobody answers there in time."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(url).is_success:
                return
        time.sleep(POLL_SECONDS)
    raise SiteFault(f"{url} does not answer.")


def database_of(servers: EmbeddedServers) -> Database:
    port = urlsplit(servers.database_url).port
    if port is None:
        raise SiteFault("The database has no port.")
    return Database(
        port,
        servers.secrets.app_password,
        servers.secrets.superuser_password,
        servers.database_owner_url.replace("+psycopg", "", 1),
    )


def _site(home: Path, servers: EmbeddedServers) -> Site:
    own = {name: value for name, value in os.environ.items() if not name.startswith("B2B_")}
    return Site(
        home=home,
        database=database_of(servers),
        environment={
            **own,
            **servers.environment(),
            **QUOTAS,
            "B2B_HOME": str(home),
            "B2B_DATABASE_POOL_SIZE": str(POOL),
        },
        portal_port=free_port(),
        integration_port=free_port(),
    )

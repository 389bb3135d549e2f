"""Both servers as one thing that is entered and left."""

from pathlib import Path
from types import TracebackType
from typing import Self

from b2b.infrastructure.embedded.account import Account
from b2b.infrastructure.embedded.databases import Databases, DatabaseUrls
from b2b.infrastructure.embedded.postgres import PostgresServer
from b2b.infrastructure.embedded.secrets import load_secrets
from b2b.infrastructure.embedded.valkey import ValkeyServer


class EmbeddedServers:
    """PostgreSQL and Valkey under one home folder, either of which may be left out.

    - Leaving the block ends them and keeps the data: the next start over the same home finds it.
    - What a killed run left behind is ended and recovered first.
    - `durable=False` is for tests: quick, and safe against everything but a crash of the machine.
    - `shared_buffers` is PostgreSQL's own cache of pages, in its words (`1GB`); without it a small one.
    - Two at once over one home is the caller's to prevent (`HomeLock`).
    """

    def __init__(
        self,
        home: Path,
        *,
        postgres: bool = True,
        valkey: bool = True,
        durable: bool = True,
        shared_buffers: str | None = None,
    ) -> None:
        self._home = home.absolute()
        self._home.mkdir(parents=True, exist_ok=True)
        account = Account.current()
        self.secrets = load_secrets(self._home)
        self._postgres: PostgresServer | None = None
        if postgres:
            password = self.secrets.superuser_password
            self._postgres = PostgresServer(
                self._home, account, password, durable=durable, shared_buffers=shared_buffers
            )
        self._valkey = ValkeyServer(self._home, account, self.secrets.valkey_password) if valkey else None

    def start(self) -> None:
        """Raises EmbeddedFault; nothing is left running then."""
        try:
            if self._valkey:
                self._valkey.start()
            if self._postgres:
                self._postgres.start()
                self.databases.prepare()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for server in (self._postgres, self._valkey):
            if server:
                server.stop()

    def dead(self) -> tuple[str, ...]:
        """The names of servers that should be running and are not."""
        servers = {"postgres": self._postgres, "valkey": self._valkey}
        return tuple(name for name, server in servers.items() if server and not server.alive())

    def restart(self, name: str) -> None:
        """Start again a server that `dead` named, with its data and, where it is still free, its port."""
        if name == "postgres" and self._postgres:
            self._postgres.start()
        elif name == "valkey" and self._valkey:
            self._valkey.start()

    @property
    def databases(self) -> Databases:
        if self._postgres is None:
            raise LookupError("PostgreSQL is not embedded here.")
        return Databases(self._postgres.port, self.secrets)

    @property
    def database_url(self) -> str:
        return self.databases.urls().app

    @property
    def database_owner_url(self) -> str:
        return self.databases.urls().owner

    @property
    def redis_url(self) -> str:
        if self._valkey is None:
            raise LookupError("Valkey is not embedded here.")
        return self._valkey.url

    def create_database(self, name: str, template: str | None = None) -> DatabaseUrls:
        return self.databases.create(name, template=template)

    def drop_database(self, name: str) -> None:
        self.databases.drop(name)

    def environment(self) -> dict[str, str]:
        """The variables that point a process at these servers."""
        variables = self.secrets.environment()
        if self._postgres:
            variables |= self.databases.environment()
        if self._valkey:
            variables["B2B_REDIS_URL"] = self.redis_url
        return variables

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

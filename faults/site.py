"""An installation that is abused: servers that write to disk as in earnest, and links that can be cut.

The servers, the migrated schema and the links are made once; a round has a database, processes and a history
of its own, so that nothing of one round is seen by the next.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

import psycopg
import redis

from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import DatabaseUrls, EmbeddedServers
from faults.disk import Disk, disk_of_its_own
from faults.history import History
from faults.processes import PORTS, Service, until, without_b2b
from faults.proxy import Links
from faults.receiver import VerifyingReceiver
from faults.shop import Shop, stock
from tests.integration.world import World
from tests.templates import make_template

TEMPLATE: Final = "faults_template"
DATABASE: Final = "faults"
RECOVERY_SECONDS: Final = 300.0
# Retries soon, and claims of a killed worker end soon: seven seconds after they were made.
QUICK: Final = {
    "B2B_ALLOW_PRIVATE_WEBHOOKS": "true",
    "B2B_WEBHOOK_TIMEOUT_SECONDS": "2",
    "B2B_WEBHOOK_FAST_DELAYS": "1,1,1,2,2",
    "B2B_USER_REQUESTS_PER_MINUTE": "1000000",
    "B2B_ADDRESS_REQUESTS_PER_MINUTE": "1000000",
    "B2B_API_KEY_REQUESTS_PER_MINUTE": "1000000",
}


@dataclass
class Site:
    home: Path
    servers: EmbeddedServers
    disk: Disk | None
    links: Links
    receiver: VerifyingReceiver
    services: dict[str, Service]

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """In a folder that an unprivileged account can reach; gone after the block."""
        home = Path(tempfile.mkdtemp(prefix="b2b-faults-"))
        home.chmod(0o755)
        try:
            with (
                disk_of_its_own(home) as disk,
                EmbeddedServers(_home_of_servers(home, disk)) as servers,
                Links() as links,
                VerifyingReceiver() as receiver,
            ):
                site = cls(home, servers, disk, links, receiver, {})
                make_template(servers, TEMPLATE)
                site._connect()
                try:
                    yield site
                finally:
                    for service in site.services.values():
                        service.kill()
        finally:
            shutil.rmtree(home, ignore_errors=True)

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @asynccontextmanager
    async def shop(self, history: History, plant: str = "") -> AsyncIterator[Shop]:
        """A round's shop with everything running; `plant` is a bug to be put into each process.

        Raises NotInTime.
        """
        self._clear()
        urls = self.servers.create_database(DATABASE, template=TEMPLATE)
        try:
            shop = self._shop(urls, history)
            for service in self.services.values():
                service.kills = 0
                service.patches = {"FAULTS_PLANT": plant} if plant else {}
            await shop.start()
            yield shop
        finally:
            for service in self.services.values():
                service.kill()
            self.links.free()
            await until(self._dropped, lambda: "the database does not come back", seconds=RECOVERY_SECONDS)

    def _dropped(self) -> bool:
        """The database of the round; not while the server still recovers from what was done to it."""
        try:
            self.servers.drop_database(DATABASE)
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> None:
        """Each process reaches each server by a link of its own; clients, ERP and webhooks have one too."""
        self.logs.mkdir(exist_ok=True)
        for name in PORTS:
            to_database = self.links.open(f"{name}>postgres", lambda: _port(self.servers.database_url))
            to_queue = self.links.open(f"{name}>valkey", lambda: _port(self.servers.redis_url))
            self.services[name] = Service(name, self._environment(to_database.port, to_queue.port), self.logs)
        self.links.open("clients>portal", lambda: self.services["portal"].port)
        self.links.open("erp>integration", lambda: self.services["integration"].port)
        self.links.open("worker>receiver", lambda: self.receiver.port)

    def _environment(self, database_port: int, queue_port: int) -> dict[str, str]:
        urls = self.servers.databases.urls(DATABASE)
        ours = self.servers.secrets.environment() | {
            "B2B_HOME": str(self.home),
            "B2B_DATABASE_URL": _by_way_of(urls.app, database_port),
            "B2B_REDIS_URL": _by_way_of(self.servers.redis_url, queue_port),
        }
        return without_b2b() | ours | QUICK

    def _shop(self, urls: DatabaseUrls, history: History) -> Shop:
        owner_url = urls.owner.replace("postgresql+psycopg://", "postgresql://")
        settings = Settings.from_env(self.services["portal"].environment)
        with psycopg.connect(owner_url) as connection:
            world = World.make(connection, settings)
            stock(world)
            api_key = world.add_api_key()
        return Shop(
            world=world,
            home=self.home / "servers",
            owner_url=owner_url,
            servers=self.servers,
            disk=self.disk,
            services=self.services,
            links=self.links,
            receiver=self.receiver,
            api_key=api_key,
            history=history,
        )

    def _clear(self) -> None:
        """Nothing of an earlier round: neither messages nor logs nor what the receiver was sent."""
        with redis.Redis.from_url(self.servers.redis_url) as client:
            client.flushall()
        for log in self.logs.glob("*.log"):
            log.unlink()
        self.receiver.forget()


def _home_of_servers(home: Path, disk: Disk | None) -> Path:
    """PostgreSQL's data is on the disk; its log is not, and neither is Valkey."""
    servers = home / "servers"
    servers.mkdir()
    if disk:
        (disk.folder / "postgres").mkdir(mode=0o700)
        (servers / "postgres").symlink_to(disk.folder / "postgres")
    return servers


def _port(url: str) -> int:
    return urlsplit(url).port or 0


def _by_way_of(url: str, port: int) -> str:
    """The same server, reached at another port."""
    return url.replace(f":{_port(url)}/", f":{port}/")

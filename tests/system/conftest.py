"""A shop in a database of its own, served by real processes with a Valkey that a test may do anything to."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from alembic.command import upgrade
from sqlalchemy import create_engine

from b2b.commands._migrations import alembic_config
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import DatabaseUrls, EmbeddedServers
from b2b.infrastructure.persistence.seeds import seed_tenant
from tests.integration.world import World
from tests.system.processes import PORTS, Service, without_b2b
from tests.system.receiver import VerifyingReceiver
from tests.system.shop import Shop

# Retries soon, and claims of a killed worker end soon: six seconds after they were made.
QUICK = {
    "B2B_ALLOW_PRIVATE_WEBHOOKS": "true",
    "B2B_WEBHOOK_TIMEOUT_SECONDS": "1",
    "B2B_WEBHOOK_FAST_DELAYS": "1,1,1,2,2",
    "B2B_USER_REQUESTS_PER_MINUTE": "1000000",
    "B2B_ADDRESS_REQUESTS_PER_MINUTE": "1000000",
    "B2B_API_KEY_REQUESTS_PER_MINUTE": "1000000",
}


@pytest.fixture
def home(public_folder: Path) -> Path:
    folder = public_folder / f"system-{uuid4().hex[:8]}"
    folder.mkdir()
    return folder


@pytest.fixture
def valkey(home: Path) -> Iterator[EmbeddedServers]:
    with EmbeddedServers(home, postgres=False) as running:
        yield running


@pytest.fixture
def database(servers: EmbeddedServers) -> Iterator[DatabaseUrls]:
    name = f"system_{uuid4().hex}"
    urls = servers.create_database(name)
    upgrade(alembic_config(urls.owner), "head")
    engine = create_engine(urls.owner)
    with engine.begin() as connection:
        seed_tenant(connection, "demo", "Demo Dağıtım A.Ş.")
    engine.dispose()
    yield urls
    servers.drop_database(name)


@pytest.fixture
def environment(
    servers: EmbeddedServers, valkey: EmbeddedServers, database: DatabaseUrls, home: Path
) -> dict[str, str]:
    ours = servers.secrets.environment() | {
        "B2B_HOME": str(home),
        "B2B_DATABASE_URL": database.app,
        "B2B_DATABASE_OWNER_URL": database.owner,
        "B2B_REDIS_URL": valkey.redis_url,
    }
    return without_b2b() | ours | QUICK


@pytest.fixture
def world(database: DatabaseUrls, environment: dict[str, str]) -> Iterator[World]:
    """Twenty dealers with plenty of credit, and what is on offer."""
    url = database.owner.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as owner:
        made = World.make(owner, Settings.from_env(environment))
        for place in range(3, 21):
            made.add_dealer(f"D-{place}")
        for place in range(4, 9):
            made.add_product(f"SKU-{place}", price=f"{place * 37}.50", on_hand=100_000)
        yield made


@pytest.fixture
async def shop(
    world: World, valkey: EmbeddedServers, environment: dict[str, str], home: Path
) -> AsyncIterator[Shop]:
    services = {name: Service(name, environment, home) for name in PORTS}
    with VerifyingReceiver() as receiver:
        async with Shop(world, valkey, services, receiver, world.add_api_key()).open() as running:
            yield running

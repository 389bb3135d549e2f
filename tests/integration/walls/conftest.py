"""One database for all tests of the walls: they only knock, and make the rows that they knock at anew."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import psycopg
import pytest
from litestar import Litestar

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import DatabaseUrls, EmbeddedServers
from tests.integration.builders import Builder
from tests.integration.clients import Client
from tests.integration.conftest import TEMPLATE
from tests.integration.walls.furniture import Connection, Household
from tests.integration.walls.people import ALFA, BETA, Neighbourhood, add_bare_role
from tests.integration.walls.things import SKU
from tests.integration.world import World

SCHEME = "postgresql+psycopg://"


def connect(url: str) -> Connection:
    return psycopg.connect(url.replace(SCHEME, "postgresql://"), autocommit=True)


@pytest.fixture(scope="session")
def walled(servers: EmbeddedServers, template: DatabaseUrls) -> Iterator[DatabaseUrls]:
    name = f"walls_{uuid4().hex}"
    yield servers.create_database(name, template=TEMPLATE)
    servers.drop_database(name)


@pytest.fixture(scope="session")
def builders_door(walled: DatabaseUrls) -> Iterator[Connection]:
    """The owner of the tables."""
    with connect(walled.owner) as connection:
        yield connection


@pytest.fixture(scope="session")
def households(builders_door: Connection) -> dict[str, Household]:
    """Dealers A and B of one tenant, and C of another."""
    one, other = (Builder.of_new_tenant(builders_door, code).tenant_id for code in ("one", "two"))
    made = {"A": Household("A", one), "B": Household("B", one), "C": Household("C", other)}
    for household in made.values():
        household.furnish(builders_door)
    return made


@pytest.fixture
def front_door(walled: DatabaseUrls) -> Iterator[Connection]:
    """The role that the running program has, in no tenant yet."""
    with connect(walled.app) as connection:
        yield connection


@pytest.fixture(scope="session")
def walled_settings(servers: EmbeddedServers, walled: DatabaseUrls, public_folder: Path) -> Settings:
    return msgspec.structs.replace(
        Settings.from_env(servers.environment()),
        home=public_folder / "walls",
        database_url=walled.app,
        database_owner_url=walled.owner,
        user_requests_per_minute=10_000_000,
        page_requests_per_minute=10_000_000,
        address_requests_per_minute=10_000_000,
        api_key_requests_per_minute=10_000_000,
    )


async def served(app: Litestar) -> AsyncIterator[Client]:
    """Without `lifespan`, whose task group would have to end in the task that it began in."""
    async with Client.of(app) as client:
        yield client
    await app.state.dishka_container.close()


@pytest.fixture(scope="session")
async def portal_of_all(walled_settings: Settings) -> AsyncIterator[Client]:
    async for client in served(create_portal(walled_settings)):
        yield client


@pytest.fixture(scope="session")
async def integration_of_all(walled_settings: Settings) -> AsyncIterator[Client]:
    async for client in served(create_integration(walled_settings)):
        yield client


@pytest.fixture(scope="session")
def neighbourhood(walled: DatabaseUrls, walled_settings: Settings) -> Iterator[Neighbourhood]:
    with connect(walled.owner) as here, connect(walled.owner) as there:
        ours = World.make(here, walled_settings)
        ours.add_product(SKU, price="100.00", on_hand=10_000_000)
        for code in (ALFA, BETA):
            ours.add_dealer(code, credit_limit="1000000000.00")
        ours.add_rule(
            "Much",
            [{"code": "amount_above", "amount": {"amount": "10000.00", "currency": {"code": "TRY"}}}],
            roles=("super_admin",),
        )
        add_bare_role(ours)
        yield Neighbourhood(ours=ours, theirs=World.make(there, walled_settings, "other"))

"""One database for all tests of the walls: they only knock, and make the rows that they knock at anew."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from b2b.infrastructure.embedded import DatabaseUrls, EmbeddedServers
from tests.integration.conftest import TEMPLATE
from tests.integration.walls.furniture import Connection, Household

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
    found = dict(builders_door.execute("select code, id from tenants").fetchall())
    made = {
        "A": Household("A", found["demo"]),
        "B": Household("B", found["demo"]),
        "C": Household("C", found["other"]),
    }
    for household in made.values():
        household.furnish(builders_door)
    return made


@pytest.fixture
def front_door(walled: DatabaseUrls) -> Iterator[Connection]:
    """The role that the running program has, in no tenant yet."""
    with connect(walled.app) as connection:
        yield connection

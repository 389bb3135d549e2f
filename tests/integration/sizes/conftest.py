"""One small filled database for the tests of this folder: nobody changes what others look at."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.embedded import DatabaseUrls, EmbeddedServers
from b2b.infrastructure.embedded.postgres import SUPERUSER
from benchmarks.sizes import Filled, Size, fill
from tests.integration.conftest import TEMPLATE

DATABASE = "sizes"
SIZE = Size(products=500, dealers=100, orders=2_000, today=SystemClock().today())


@pytest.fixture(scope="module")
def filled_database(servers: EmbeddedServers, template: DatabaseUrls) -> Iterator[DatabaseUrls]:
    yield servers.create_database(DATABASE, template=TEMPLATE)
    servers.drop_database(DATABASE)


@pytest.fixture(scope="module")
def url(servers: EmbeddedServers, filled_database: DatabaseUrls) -> str:
    """The superuser's."""
    port = urlsplit(filled_database.owner).port
    return f"postgresql://{SUPERUSER}:{servers.secrets.superuser_password}@127.0.0.1:{port}/{DATABASE}"


@pytest.fixture(scope="module")
def filled(url: str) -> Filled:
    return fill(url, SIZE)


@pytest.fixture
def connection(url: str, filled: Filled) -> Iterator[psycopg.Connection[Any]]:
    """In the tenant; no row security holds."""
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute("select set_config('app.tenant_id', %s, false)", [filled.tenant_id])
        yield opened

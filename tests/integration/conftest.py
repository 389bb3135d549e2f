"""A migrated database per test, cloned from a template; a tenant with two dealers; both APIs over HTTP."""

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
from tests.integration.clients import Client
from tests.integration.world import World
from tests.templates import OURS, make_template

TEMPLATE = "template_b2b"


@pytest.fixture(scope="session")
def template(servers: EmbeddedServers) -> DatabaseUrls:
    """The schema as the migrations make it, with one tenant and the roles of the product."""
    return make_template(servers, TEMPLATE, {**OURS, "other": "Başka Dağıtım A.Ş."})


@pytest.fixture
def database(servers: EmbeddedServers, template: DatabaseUrls) -> Iterator[DatabaseUrls]:
    name = f"test_{uuid4().hex}"
    yield servers.create_database(name, template=TEMPLATE)
    servers.drop_database(name)


@pytest.fixture
def owner(database: DatabaseUrls) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The owner's connection, each statement its own transaction."""
    url = database.owner.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def settings(servers: EmbeddedServers, database: DatabaseUrls, tmp_path: Path) -> Settings:
    found = Settings.from_env(servers.environment())
    return msgspec.structs.replace(
        found,
        home=tmp_path,
        database_url=database.app,
        database_owner_url=database.owner,
        user_requests_per_minute=1_000_000,
        page_requests_per_minute=1_000_000,
        address_requests_per_minute=1_000_000,
        api_key_requests_per_minute=1_000_000,
    )


@pytest.fixture
def world(owner: psycopg.Connection[tuple[object, ...]], settings: Settings) -> World:
    return World.make(owner, settings)


@pytest.fixture
async def portal_app(settings: Settings) -> AsyncIterator[Litestar]:
    app = create_portal(settings)
    yield app
    await _close(app)


@pytest.fixture
async def integration_app(settings: Settings) -> AsyncIterator[Litestar]:
    app = create_integration(settings)
    yield app
    await _close(app)


async def _close(app: Litestar) -> None:
    """What the app's shutdown does; its lifespan cannot be entered and left in two tasks, as fixtures are."""
    await app.state.dishka_container.close()


@pytest.fixture
async def portal(portal_app: Litestar) -> AsyncIterator[Client]:
    async with Client.of(portal_app) as client:
        yield client


@pytest.fixture
async def integration(integration_app: Litestar) -> AsyncIterator[Client]:
    async with Client.of(integration_app) as client:
        yield client

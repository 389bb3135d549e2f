"""One portal that keeps what it read beside one that reads everything anew."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from b2b.api_portal.app import create_app
from b2b.infrastructure.cache.changes import ChangeListener
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers import shelves
from tests.integration.catalog.doors import TOLD_WITHIN_SECONDS, Doors
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World


@pytest.fixture
async def doors(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Doors]:
    monkeypatch.setattr(shelves, "PRODUCTS_MIN", 1)
    monkeypatch.setattr(shelves, "COUNTING_SHARE_MAX", 1.0)
    keeping = create_app(msgspec.structs.replace(settings, cache_seconds=3600))
    reading = create_app(msgspec.structs.replace(settings, cache_seconds=0))
    listener = await keeping.state.dishka_container.get(ChangeListener)
    await listener.start()
    async with asyncio.timeout(TOLD_WITHIN_SECONDS):
        await listener.hears.wait()
    async with Client.of(keeping) as one, Client.of(reading) as other:
        yield Doors(one, other)
    for app in (keeping, reading):
        await app.state.dishka_container.close()


@pytest.fixture
def erp(integration: Client, world: World) -> Erp:
    return Erp(integration.as_key(world.add_api_key()))

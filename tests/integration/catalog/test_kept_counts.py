"""Counts that are kept are those that would be counted now, as soon as a push is told of."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
import pytest

from b2b.api_portal.app import create_app
from b2b.infrastructure.cache.changes import Change, ChangeListener, ChangeTeller
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers import shelves
from b2b.infrastructure.redis_client import make_redis
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp, Item, product
from tests.integration.world import World

QUERIES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"brand": "hp"},
    {"category": "a"},
    {"q": "Product"},
    {"category": "b", "brand": "oki"},
)
STEPS: Final = 8
TOLD_WITHIN_SECONDS: Final = 60


class Doors:
    """The same portal twice: one keeps counts for an hour, the other none."""

    def __init__(self, keeping: Client, counting: Client) -> None:
        self.keeping = keeping
        self.counting = counting

    async def counts(self, door: Client) -> list[Any]:
        found = []
        for query in QUERIES:
            answer = await door.get("/api/v1/products", params={"facets": "true", "limit": 1, **query})
            found.append(answer.raise_for_status().json()["facets"])
        return found

    async def agree(self) -> list[Any]:
        """What both say, when both say the same."""
        counted = await self.counts(self.counting)
        async with asyncio.timeout(TOLD_WITHIN_SECONDS):
            while await self.counts(self.keeping) != counted:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return counted


@pytest.fixture
async def doors(settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Doors]:
    monkeypatch.setattr(shelves, "PRODUCTS_MIN", 1)
    monkeypatch.setattr(shelves, "COUNTING_SHARE_MAX", 1.0)
    token = world.dealers["D-1"].token("viewer")
    keeping = create_app(msgspec.structs.replace(settings, cache_seconds=3600))
    counting = create_app(msgspec.structs.replace(settings, cache_seconds=0))
    listener = await keeping.state.dishka_container.get(ChangeListener)
    await listener.start()
    async with asyncio.timeout(TOLD_WITHIN_SECONDS):
        await listener.hears.wait()
    async with Client.of(keeping) as one, Client.of(counting) as other:
        yield Doors(one.as_user(token), other.as_user(token))
    for app in (keeping, counting):
        await app.state.dishka_container.close()


@pytest.fixture
def erp(integration: Client, world: World) -> Erp:
    return Erp(integration.as_key(world.add_api_key()))


async def _shelve(erp: Erp) -> None:
    await _push(erp, "brands", *({"external_id": code, "name": code} for code in ("hp", "oki")))
    await _push(erp, "categories", *({"external_id": code, "name": code} for code in ("a", "b")))


async def _push(erp: Erp, resource: str, *items: Item) -> None:
    answer = await erp.push(resource, *items)
    assert answer["failed"] == 0, answer


async def test_what_is_kept_is_what_would_be_counted(doors: Doors, erp: Erp) -> None:
    chance, told = random.Random(7), []
    await _shelve(erp)
    for step in range(STEPS):
        changed = [
            product(
                f"K-{chance.randrange(8)}-{place}",
                brand=chance.choice(["hp", "oki"]),
                category_external_ids=chance.sample(["a", "b"], chance.randrange(3)),
                active=chance.random() < 0.8,
            )
            for place in range(3)
        ]
        await _push(erp, "products", *changed)
        if step % 4 == 3:
            await _push(erp, "categories", {"external_id": "b", "name": f"b {step}"})
        told.append(await doors.agree())
    assert len({msgspec.json.encode(counts) for counts in told}) > STEPS / 2


async def test_what_nobody_tells_of_is_kept_until_it_is_cleared(
    doors: Doors, erp: Erp, world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As dear as can be: that something may have changed does not do away with it.
    monkeypatch.setattr(shelves, "COUNTING_SHARE_MAX", 1e-9)
    await _shelve(erp)
    await _push(erp, "products", product("K-1", brand="hp", category_external_ids=["a"]))
    await doors.agree()
    kept = await doors.counts(doors.keeping)
    with world.builder.connection.transaction():
        world.builder.connection.execute(
            "select set_config('app.tenant_id', %s, true)", [str(world.tenant_id)]
        )
        world.builder.connection.execute("update brands set name = 'Elsewhere' where name = 'hp'")

    assert await doors.counts(doors.counting) != kept
    assert await doors.counts(doors.keeping) == kept

    redis = make_redis(settings.redis_url)
    await ChangeTeller(redis).tell(Change(cleared=True))
    await redis.aclose()
    await doors.agree()

"""Counts that are kept are those that would be counted now, as soon as a push is told of."""

import random
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
import pytest

from b2b.infrastructure.cache.changes import Change, ChangeTeller
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers import shelves
from b2b.infrastructure.redis_client import make_redis
from tests.integration.catalog.doors import Doors
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

Counts = Callable[[Client], Awaitable[list[Any]]]


@pytest.fixture
def ask(world: World) -> Counts:
    token = world.dealers["D-1"].token("viewer")

    async def counts(door: Client) -> list[Any]:
        found = []
        for query in QUERIES:
            params = {"facets": "true", "limit": "1", **query}
            answer = await door.as_user(token).get("/api/v1/products", params=params)
            found.append(answer.raise_for_status().json()["facets"])
        return found

    return counts


async def _shelve(erp: Erp) -> None:
    await _push(erp, "brands", *({"external_id": code, "name": code} for code in ("hp", "oki")))
    await _push(erp, "categories", *({"external_id": code, "name": code} for code in ("a", "b")))


async def _push(erp: Erp, resource: str, *items: Item) -> None:
    answer = await erp.push(resource, *items)
    assert answer["failed"] == 0, answer


async def test_what_is_kept_is_what_would_be_counted(doors: Doors, erp: Erp, ask: Counts) -> None:
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
        told.append(await doors.agree(ask))
    assert len({msgspec.json.encode(counts) for counts in told}) > STEPS / 2


async def test_what_nobody_tells_of_is_kept_until_it_is_cleared(
    doors: Doors,
    erp: Erp,
    ask: Counts,
    world: World,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As dear as can be: that something may have changed does not do away with it.
    monkeypatch.setattr(shelves, "COUNTING_SHARE_MAX", 1e-9)
    await _shelve(erp)
    await _push(erp, "products", product("K-1", brand="hp", category_external_ids=["a"]))
    await doors.agree(ask)
    kept = await ask(doors.keeping)
    with world.builder.connection.transaction():
        world.builder.connection.execute(
            "select set_config('app.tenant_id', %s, true)", [str(world.tenant_id)]
        )
        world.builder.connection.execute("update brands set name = 'Elsewhere' where name = 'hp'")

    assert await ask(doors.reading) != kept
    assert await ask(doors.keeping) == kept

    redis = make_redis(settings.redis_url)
    await ChangeTeller(redis).tell(Change(cleared=True))
    await redis.aclose()
    await doors.agree(ask)

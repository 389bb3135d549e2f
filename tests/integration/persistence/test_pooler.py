"""Behind a pooler in transaction mode each transaction may be another server connection's."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import DatabaseUrls
from b2b.infrastructure.persistence.session import make_engine
from tests.integration.clients import Client
from tests.integration.persistence.pooler import PROGRAM, pooled
from tests.integration.world import World

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is missing: apt-get install pgbouncer")


@pytest.fixture
def behind(settings: Settings, public_folder: Path) -> Iterator[Settings]:
    with pooled(settings.database_url, public_folder) as address:
        yield msgspec.structs.replace(
            settings, database_url=address, database_direct_url=settings.database_url, database_pool_size=8
        )


@pytest.fixture
async def portal(behind: Settings) -> AsyncIterator[Client]:
    app = create_portal(msgspec.structs.replace(behind, database_lock_timeout_seconds=1))
    async with Client.of(app) as client:
        yield client
    await app.state.dishka_container.close()


async def test_dealers_and_the_erp_work_as_ever(portal: Client, behind: Settings, world: World) -> None:
    world.add_product("LAST", price="1.00", on_hand=7)
    buyers = [portal.as_user(world.dealers[code].token()) for code in ("D-1", "D-2")]
    bodies = [world.order_body(code, ("LAST", 1)) for code in ("D-1", "D-2")]
    app = create_integration(behind)
    async with Client.of(app) as door:
        machine = door.as_key(world.add_api_key())
        counted = {"items": [{"sku": "SKU-1", "warehouse": "IST", "on_hand": 4711}]}
        answers = await asyncio.gather(
            *(buyers[n % 2].write("/api/v1/orders", bodies[n % 2]) for n in range(20)),
            *(buyers[n % 2].get("/api/v1/products") for n in range(20)),
            *(machine.post("/api/integration/v1/stock", json=counted) for _ in range(6)),
        )
    await app.state.dishka_container.close()

    statuses = [answer.status_code for answer in answers]
    assert Counter(statuses[:20]) == {201: 7, 409: 13}
    assert set(statuses[20:]) == {200}
    level = "select {} from stock_levels where product_id = %s"
    assert world.one(level.format("reserved"), world.products["LAST"]) == 7
    assert world.one(level.format("on_hand"), world.products["SKU-1"]) == 4711


async def test_who_waits_too_long_for_a_row_is_told_to_come_again(
    portal: Client, database: DatabaseUrls, world: World
) -> None:
    dealer = world.dealers["D-1"]
    url = database.owner.replace("+psycopg", "")
    with psycopg.connect(url) as holding:
        holding.execute("select set_config('app.tenant_id', %s, true)", [str(world.tenant_id)])
        holding.execute("select from accounts where id = %s for update", [dealer.account_id])
        answer = await portal.as_user(dealer.token()).write("/api/v1/orders", world.order_body())

    assert (answer.status_code, answer.json()["code"]) == (503, "service.unavailable")


async def test_nothing_is_prepared_there(behind: Settings) -> None:
    engine = make_engine(behind.database_url, pool_size=1, by_pooler=True)
    async with engine.connect() as connection:
        for _ in range(8):
            await connection.exec_driver_sql("select 1")
        found = await connection.exec_driver_sql("select count(*) from pg_prepared_statements")
        count = found.scalar_one()
    await engine.dispose()

    assert count == 0

"""Positions of the feed: given once, in order, and never filling in behind a reader."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg.types.json import Jsonb
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.domain.shared.ids import TenantId, new_id
from b2b.infrastructure.config import Settings
from b2b.infrastructure.messaging.lanes import WakeUps, make_broker
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.persistence.session import make_engine
from tests.integration.clients import Client
from tests.integration.messaging.machinery import (
    Endpoint,
    Ledger,
    add_event,
    add_events,
    running,
    scheduling,
    until,
)
from tests.integration.messaging.receiver import Receiver
from tests.integration.world import World

API = "/api/integration/v1"


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(settings.database_url, pool_size=8)
    yield engine
    await engine.dispose()


def relay_of(engine: AsyncEngine, settings: Settings) -> Relay:
    return Relay(engine, WakeUps(make_broker(settings.redis_url)))


async def test_relays_at_the_same_time_give_each_event_one_position_in_order(
    world: World, settings: Settings, engine: AsyncEngine, endpoint: Endpoint, ledger: Ledger
) -> None:
    await endpoint("/a", "*")
    await endpoint("/b", "order.created", "order.*")
    await endpoint("/c", "stock.*")
    relays = [relay_of(engine, settings) for _ in range(4)]
    add_events(world, 2500)

    tenant = TenantId(world.tenant_id)
    counts = await asyncio.gather(*(relay.publish(tenant) for relay in relays for _ in range(3)))

    rows = ledger.positions()
    assert sum(counts) == 2500
    assert len({position for _, position in rows}) == 2500
    assert [id for id, _ in rows] == sorted(id for id, _ in rows)
    assert ledger.states() == {"pending": 5000}


async def test_what_a_killed_relay_published_is_found_by_the_sweep(
    world: World,
    settings: Settings,
    engine: AsyncEngine,
    receiver: Receiver,
    endpoint: Endpoint,
    ledger: Ledger,
) -> None:
    class Killed(WakeUps):
        async def send(self, wakes: object) -> bool:
            raise KeyboardInterrupt

    await endpoint()
    event = add_event(world)
    relay = Relay(engine, Killed(make_broker(settings.redis_url)))
    with pytest.raises(KeyboardInterrupt):
        await relay.publish(TenantId(world.tenant_id))
    assert ledger.states() == {"pending": 1}

    async with running(settings):
        await until(lambda: ledger.all_are("delivered", 1))

    assert [got.id for got in receiver.received] == [event]


async def test_a_reader_of_the_feed_meets_every_event_once_while_others_write(
    world: World, settings: Settings, erp: Client
) -> None:
    total = 300
    seen: list[str] = []

    async def write(place: int) -> None:
        """Transactions that overlap: what began first commits last."""
        url = settings.database_owner_url or ""
        async with await psycopg.AsyncConnection.connect(
            url.replace("postgresql+psycopg://", "postgresql://")
        ) as connection:
            for _ in range(total // 6):
                await connection.execute(
                    "select set_config('app.tenant_id', %s, true)", [str(world.tenant_id)]
                )
                await connection.execute(
                    "insert into outbox (id, type, aggregate_id, sequence, payload, occurred_at)"
                    " values (%s, 'order.created', %s, 1, %s, now())",
                    [new_id(), new_id(), Jsonb({})],
                )
                await asyncio.sleep(0.002 * place)
                await connection.commit()

    async def read() -> None:
        cursor = ""
        while len(seen) < total:
            page = (await erp.get(f"{API}/events?limit=7{cursor}")).json()
            seen.extend(item["id"] for item in page["items"])
            cursor = f"&after={page['next_cursor']}"

    async with scheduling(settings), scheduling(settings):
        async with asyncio.timeout(30):
            await asyncio.gather(read(), *(write(place) for place in range(6)))

    assert len(seen) == len(set(seen)) == total


async def test_the_feed_is_filtered_and_always_says_where_to_go_on(
    world: World, settings: Settings, engine: AsyncEngine, erp: Client
) -> None:
    empty = (await erp.get(f"{API}/events")).json()
    orders = add_events(world, 2, "order.created")
    add_events(world, 1, "stock.reserved")
    payments = add_events(world, 1, "payment.received", amount="12.50")
    await relay_of(engine, settings).publish(TenantId(world.tenant_id))

    page = (await erp.get(f"{API}/events?types=order.*,payment.received&after={empty['next_cursor']}")).json()
    after = (await erp.get(f"{API}/events?cursor={page['next_cursor']}")).json()

    assert empty["items"] == after["items"] == []
    assert [item["id"] for item in page["items"]] == orders + payments
    assert page["items"][-1]["data"] == {"number": "ORD-0", "amount": "12.50", "sequence": 1}


async def test_wanted_types_come_in_one_order_page_by_page(
    world: World, settings: Settings, engine: AsyncEngine, erp: Client
) -> None:
    cursor = (await erp.get(f"{API}/events")).json()["next_cursor"]
    wanted: list[str] = []
    for kind in ("order.created", "stock.reserved", "order.approved", "invoice.posted") * 3:
        ids = add_events(world, 1, kind)
        wanted += [] if kind == "stock.reserved" else ids
    await relay_of(engine, settings).publish(TenantId(world.tenant_id))

    seen: list[str] = []
    for _ in range(5):
        query = f"types=order.*&types=order.created&types=invoice.posted&limit=2&after={cursor}"
        page = (await erp.get(f"{API}/events?{query}")).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    everything = (await erp.get(f"{API}/events?types=*&types=order.created")).json()

    assert seen == wanted
    assert len(everything["items"]) == 12
    assert (await erp.get(f"{API}/events?types=nothing.*&after={cursor}")).json()["items"] == []


async def test_a_bad_question_to_the_feed_is_refused(erp: Client) -> None:
    for query in ("after=nonsense", "after=gaFhAQ", "types=no%20blanks", "limit=0", "limit=201"):
        assert (await erp.get(f"{API}/events?{query}")).status_code == 422, query


async def test_the_feed_of_another_tenant_is_not_seen(
    world: World,
    settings: Settings,
    engine: AsyncEngine,
    owner: psycopg.Connection[object],
    integration: Client,
) -> None:
    add_event(world)
    await relay_of(engine, settings).publish(TenantId(world.tenant_id))
    neighbour = World.make(owner, settings, "other")
    other = integration.as_key(neighbour.add_api_key(tenant_code="other"))

    assert (await other.get(f"{API}/events")).json()["items"] == []

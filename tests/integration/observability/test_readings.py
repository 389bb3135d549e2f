"""What the leading scheduler says of everybody's backlog and of the servers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.domain.shared.ids import TenantId, new_id
from b2b.infrastructure.config import Settings
from b2b.infrastructure.messaging.lanes import PUSHES, PushWake, make_broker
from b2b.infrastructure.messaging.watch import READINGS, RESOURCES, StateWatch
from b2b.infrastructure.observability.backlog import read_backlog
from b2b.infrastructure.persistence.session import make_engine
from tests.integration.messaging.machinery import add_events
from tests.integration.world import World

Said = dict[str, float]


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(settings.database_url, pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def watch(engine: AsyncEngine, settings: Settings) -> AsyncIterator[StateWatch]:
    client = Redis.from_url(settings.redis_url)
    await client.flushall()
    yield StateWatch(engine, client, settings.home)
    await client.aclose()
    READINGS.forget()


async def backlog(engine: AsyncEngine, world: World) -> Said:
    found = await read_backlog(engine, TenantId(world.tenant_id), RESOURCES)
    return {" ".join((measure.name, *labels)): value for measure, labels, value in found}


def add_deliveries(world: World, endpoint_id: object, *moments: timedelta, **more: object) -> None:
    now = datetime.now(UTC)
    for moment in moments:
        event = world.builder.insert(
            "outbox",
            id=new_id(),
            type="order.created",
            aggregate_id=new_id(),
            sequence=1,
            payload=psycopg.types.json.Jsonb({}),
            occurred_at=now,
            published_at=now,
        )
        world.builder.insert(
            "webhook_deliveries",
            id=new_id(),
            endpoint_id=endpoint_id,
            event_id=event,
            event_type="order.created",
            next_attempt_at=now + moment,
            **more,
        )


def add_endpoint(world: World, **more: object) -> object:
    return world.builder.insert(
        "webhook_endpoints",
        id=new_id(),
        url="https://erp.example/hooks",
        event_types=["*"],
        sealed_secret=b"x",
        **more,
    )


async def test_the_outbox_says_how_many_wait_and_for_how_long(world: World, engine: AsyncEngine) -> None:
    add_events(world, 3)
    world.builder.connection.execute("update outbox set occurred_at = now() - interval '90 seconds'")

    said = await backlog(engine, world)

    assert said["b2b_outbox_rows"] == 3
    assert said["b2b_outbox_age_seconds"] >= 90


async def test_deliveries_are_told_apart_by_what_they_wait_for(world: World, engine: AsyncEngine) -> None:
    minute, later = timedelta(minutes=1), timedelta(hours=1)
    well = add_endpoint(world)
    failing = add_endpoint(world, opened_at=datetime.now(UTC), resting_until=datetime.now(UTC) + later)
    add_deliveries(world, well, -minute, -minute, later)
    add_deliveries(world, well, -minute, claimed_until=datetime.now(UTC) + later)
    add_deliveries(world, failing, -3 * later)

    said = await backlog(engine, world)

    assert said["b2b_webhook_deliveries due"] == 3
    assert said["b2b_webhook_deliveries in_flight"] == 1
    assert said["b2b_webhook_deliveries scheduled"] == 1
    assert said["b2b_webhook_deliveries dead"] == 0
    assert said["b2b_webhook_circuits_open"] == 1
    assert said["b2b_webhook_endpoints active"] == 2
    assert 60 <= said["b2b_webhook_due_age_seconds"] < 3600


async def test_a_tenant_without_anything_waiting_says_so(world: World, engine: AsyncEngine) -> None:
    said = await backlog(engine, world)

    assert said["b2b_outbox_rows"] == said["b2b_outbox_age_seconds"] == 0
    assert said["b2b_push_jobs waiting"] == said["b2b_approvals_waiting"] == 0
    assert not [name for name in said if name.startswith("b2b_push_age_seconds")]


async def test_one_look_is_a_page_that_a_scraper_reads(
    world: World, watch: StateWatch, settings: Settings
) -> None:
    add_events(world, 2)
    broker = make_broker(settings.redis_url)
    broker.enqueue(PushWake(TenantId(world.tenant_id)).message())
    registry = CollectorRegistry()
    registry.register(READINGS)

    await watch.look()

    page = generate_latest(registry).decode()
    lines = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert float(lines["b2b_outbox_rows"]) == 2
    assert float(lines["b2b_redis_up"]) == 1
    assert float(lines[f'b2b_queue_messages{{queue="{PUSHES}"}}']) == 1
    assert float(lines[f'b2b_queue_age_seconds{{queue="{PUSHES}"}}']) >= 0
    assert float(lines["b2b_postgres_connections_max"]) > 10
    assert float(lines['b2b_postgres_transactions_total{outcome="committed"}']) > 0
    assert float(lines["b2b_disk_free_bytes"]) > 0


async def test_without_valkey_the_rest_is_still_said(
    engine: AsyncEngine, settings: Settings, world: World
) -> None:
    client = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.5)
    registry = CollectorRegistry()
    registry.register(READINGS)

    await StateWatch(engine, client, settings.home).look()

    page = generate_latest(registry).decode()
    READINGS.forget()
    assert "b2b_redis_up 0.0" in page
    assert "b2b_outbox_rows 0.0" in page
    assert "b2b_queue_messages{" not in page


async def test_who_leads_no_longer_says_nothing(watch: StateWatch) -> None:
    await watch.look()
    READINGS.forget()
    registry = CollectorRegistry()
    registry.register(READINGS)

    assert generate_latest(registry) == b""

"""What processes count while they work."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from b2b.application.shared.access import system_actor
from b2b.domain.shared.ids import EndpointId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded.processes import free_port
from b2b.infrastructure.messaging.lanes import FAST, Wake, WakeUps, make_broker
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.observability.statements import StatementWatch
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.clients import Client
from tests.integration.messaging.machinery import add_event, until, working
from tests.integration.observability.measuring import Grown, said
from tests.integration.world import World


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(settings.database_url, pool_size=2)
    yield engine
    await engine.dispose()


async def test_a_pool_says_who_holds_and_who_waits(engine: AsyncEngine) -> None:
    in_use, waited = Grown("b2b_pool_connections_in_use"), Grown("b2b_pool_wait_seconds_count")
    begun = asyncio.Event()

    async def hold() -> None:
        async with engine.connect():
            await begun.wait()

    holders = [asyncio.create_task(hold()) for _ in range(3)]
    await until(lambda: in_use.by() == 2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert in_use.by() == 2

    begun.set()
    await asyncio.gather(*holders)

    assert in_use.by() == 0
    assert waited.by() == 1


async def test_a_wait_that_is_given_up_is_counted(engine: AsyncEngine) -> None:
    given_up = Grown("b2b_pool_timeouts_total")
    engine.sync_engine.pool._timeout = 0.05  # type: ignore[attr-defined]  # ten seconds are too long for a test
    async with engine.connect(), engine.connect():
        with pytest.raises(PoolTimeout):
            _ = await engine.connect().start()

    assert given_up.by() == 1


async def test_a_slow_statement_is_logged_without_its_parameters(engine: AsyncEngine) -> None:
    slow, all_of_them = (
        Grown("b2b_database_slow_statements_total"),
        Grown("b2b_database_statement_seconds_count"),
    )
    StatementWatch(slow_seconds=0.02).listen(engine.sync_engine)
    with capture_logs() as logs:
        async with engine.connect() as connection:
            await connection.execute(
                text("select pg_sleep(:seconds),\n   cast(:password as text)"),
                {"seconds": 0.03, "password": "geheim-4711"},
            )

    assert slow.by() == 1
    assert all_of_them.by() >= 1
    (line,) = (line for line in logs if line["event"] == "statement.slow")
    assert line["log_level"] == "warning"
    assert line["duration_ms"] >= 30
    assert line["rows"] == 1
    assert line["statement"].startswith("select pg_sleep(")
    assert "\n" not in line["statement"]
    assert "geheim-4711" not in str(logs)


async def test_without_a_threshold_nothing_is_slow(engine: AsyncEngine) -> None:
    StatementWatch(slow_seconds=0).listen(engine.sync_engine)
    with capture_logs() as logs:
        async with engine.connect() as connection:
            await connection.execute(text("select pg_sleep(0.03)"))

    assert logs == []


async def test_what_the_database_refuses_is_counted_by_its_name(engine: AsyncEngine) -> None:
    refused = Grown("b2b_database_errors_total", error="DivisionByZero")
    StatementWatch(slow_seconds=0).listen(engine.sync_engine)
    with pytest.raises(DBAPIError):
        async with engine.connect() as connection:
            await connection.execute(text("select 1 / 0"))

    assert refused.by() == 1


async def test_a_connection_that_is_not_to_be_had_is_counted_where_it_is_read_once() -> None:
    refused = Grown("b2b_database_errors_total", error="OperationalError")
    engine = make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing", pool_size=1)
    StatementWatch(slow_seconds=0).listen(engine.sync_engine)
    async with open_session(engine, system_actor(TenantId(uuid4()))) as session:
        with pytest.raises(psycopg.OperationalError):
            await drawn(select(literal(1))).rows(session, {})

    assert refused.by() == 1
    await engine.dispose()


async def test_orders_are_counted_with_their_value_once_they_are_published(
    world: World, engine: AsyncEngine, settings: Settings
) -> None:
    created = Grown("b2b_events_published_total", type="order.created", repeated="no")
    again = Grown("b2b_events_published_total", type="order.created", repeated="yes")
    value = Grown("b2b_order_value_total", currency="TRY")
    totals = {"gross": {"amount": "1180.50", "currency": "TRY"}}
    add_event(world, totals=totals)
    add_event(world, totals=totals)
    add_event(world, totals=totals, repeat=True)

    await Relay(engine, WakeUps(make_broker(settings.redis_url))).publish(TenantId(world.tenant_id))

    assert created.by() == 2
    assert again.by() == 1
    assert value.by() == pytest.approx(2361.0)


async def test_a_push_is_counted_with_what_became_of_its_items(integration: Client, world: World) -> None:
    erp = integration.as_key(world.add_api_key())
    ended = Grown("b2b_pushes_total", resource="brands", status="finished")
    created = Grown("b2b_push_items_total", resource="brands", outcome="created")
    failed = Grown("b2b_push_items_total", resource="brands", outcome="failed")

    answer = await erp.write(
        "/api/integration/v1/brands",
        {"items": [{"external_id": "B-1", "name": "Bir"}, {"external_id": "B-2"}]},
    )

    assert answer.status_code in {200, 207}, answer.text
    assert (ended.by(), created.by(), failed.by()) == (1, 1, 1)


async def test_signing_in_is_an_audited_action(portal: Client, world: World) -> None:
    failed = Grown("b2b_audited_actions_total", action="user.sign_in_failed")

    answer = await portal.post(
        "/api/v1/auth/token",
        json={"partner_code": "D-1", "email": "owner@d-1.example", "password": "Yanlis-Parola-1"},
    )

    assert answer.status_code == 401, answer.text
    assert failed.by() == 1


async def test_requests_are_measured_by_route_and_known_methods_alone(portal: Client, world: World) -> None:
    route = {"app": "portal", "route": "/api/v1/orders/{number}", "method": "GET", "status": "404"}
    found = Grown("b2b_http_request_seconds_count", **route)
    strange = Grown(
        "b2b_http_request_seconds_count", app="portal", route="unmatched", method="other", status="405"
    )
    dealer = portal.as_user(world.dealers["D-1"].token())

    for _ in range(2):
        await dealer.get(f"/api/v1/orders/{uuid4()}")
    await portal.request("BREW", "/api/v1/orders")

    assert (found.by(), strange.by()) == (2, 1)
    assert said("b2b_http_requests_in_flight", app="portal") == 0


async def test_a_worker_counts_its_messages(world: World, settings: Settings) -> None:
    done = Grown("b2b_actor_seconds_count", actor=f"deliver_webhooks.{FAST}", queue=FAST, outcome="done")
    wake = Wake(TenantId(world.tenant_id), EndpointId(uuid4()), slow=False)
    async with working(settings):
        await WakeUps(make_broker(settings.redis_url)).send([wake])
        await until(lambda: done.by() >= 1)
        await until(lambda: said("b2b_actors_running", queue=FAST) == 0)

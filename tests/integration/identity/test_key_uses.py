"""Every use of a key is told, off the request's way, and kept by the month."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.api_integration.app import create_app
from b2b.application.identity.key_uses import KeyUse
from b2b.application.shared.access import Origin
from b2b.domain.shared.ids import ApiKeyId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.jobs import keep_key_uses
from b2b.infrastructure.messaging.worker import MessageProvider
from b2b.infrastructure.persistence.key_uses import DROPPED, SqlKeyUses
from b2b.infrastructure.persistence.session import make_engine
from tests.integration.clients import Client
from tests.integration.identity.keys import CLIENTS, ORDERS, make_key, uses_written
from tests.integration.identity.signing_in import problem
from tests.integration.world import World


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(settings.database_url, pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
def a_use(world: World) -> Callable[[], KeyUse]:
    world.add_api_key()
    key = world.one("select id from api_keys")

    def make() -> KeyUse:
        return KeyUse(
            tenant_id=TenantId(world.tenant_id),
            key_id=ApiKeyId(key),
            at=datetime.now(UTC),
            method="GET",
            endpoint="/orders",
            status=200,
            duration_ms=3,
            origin=Origin(ip="2001:db8::1", user_agent='tab\t\\ "quoted"\n', request_id="r"),
        )

    return make


async def test_uses_are_told_by_whom_what_how_and_how_it_ended(
    admin: Client, settings: Settings, world: World
) -> None:
    path, key = await make_key(admin, allowed_networks=["10.0.0.0/8"], requests_per_minute=3)
    app = create_app(msgspec.structs.replace(settings, trusted_proxies=1))
    machine = Client.of(app).as_key(key)
    inside = {"X-Forwarded-For": "10.0.0.7", "User-Agent": "erp/1.0", "X-Request-Id": "mine-1"}

    await machine.get(ORDERS, headers=inside)
    await machine.get(f"{ORDERS}/ORD-1", headers=inside)
    await machine.get("/api/integration/v1/events", headers=inside)
    await machine.get(ORDERS, headers=inside)
    await machine.get(ORDERS, headers={"X-Forwarded-For": "192.0.2.1"})
    # An orderly end loses nothing.
    await app.state.dishka_container.close()

    client = path.split("/keys/")[0]
    first = (await admin.get(f"{client}/uses", params={"limit": 3})).json()
    second = (await admin.get(f"{client}/uses", params={"cursor": first["next_cursor"]})).json()
    told = [(use["endpoint"], use["status"], use["ip"]) for use in first["items"] + second["items"]]
    assert told == [
        (ORDERS, 403, "192.0.2.1"),
        (ORDERS, 429, "10.0.0.7"),
        ("/api/integration/v1/events", 403, "10.0.0.7"),
        ("/api/integration/v1/orders/{number}", 404, "10.0.0.7"),
        (ORDERS, 200, "10.0.0.7"),
    ]
    assert second["next_cursor"] is None
    use = second["items"][-1]
    assert (use["method"], use["user_agent"], use["request_id"]) == ("GET", "erp/1.0", "mine-1")
    assert (use["key_name"], use["key_id"]) == ("main", path.rpartition("/")[2])
    assert 0 <= use["duration_ms"] < 10_000
    totals = (await admin.get(f"{client}/use-totals")).json()["items"]
    assert {(row["endpoint"], row["status"]): row["count"] for row in totals}[ORDERS, 200] == 1
    assert sum(row["count"] for row in totals) == 5
    refused = (await admin.get(f"{client}/uses", params={"status": 429})).json()["items"]
    assert len(refused) == 1
    later = {"since": "2100-01-01T00:00:00Z"}
    assert (await admin.get(f"{client}/uses", params=later)).json()["items"] == []
    nowhere = f"{CLIENTS}/{world.tenant_id}/uses"
    assert problem(await admin.get(nowhere)) == (404, "api_client.not_found")


async def test_a_running_process_writes_within_seconds(integration: Client, world: World) -> None:
    machine = integration.as_key(world.add_api_key())

    await asyncio.gather(*(machine.get(ORDERS) for _ in range(20)))

    await uses_written(world, 20)
    assert world.one("select count(distinct api_key_id) from key_uses") == 1
    assert world.one("select bool_and(client_id is not null) from key_uses")


async def test_what_finds_no_room_is_dropped_and_counted(
    engine: AsyncEngine, a_use: Callable[[], KeyUse], world: World
) -> None:
    before = DROPPED.labels("no_room")._value.get()
    uses = SqlKeyUses(engine, kept_days=90, room=3)

    for _ in range(5):
        uses.note(a_use())
    await uses.close()

    assert world.one("select count(*) from key_uses") == 3
    assert DROPPED.labels("no_room")._value.get() == before + 2
    assert world.one("select user_agent from key_uses limit 1") == 'tab\t\\ "quoted"\n'


async def test_what_cannot_be_written_waits_for_the_database(
    engine: AsyncEngine, a_use: Callable[[], KeyUse], world: World
) -> None:
    connection = world.builder.connection
    uses = SqlKeyUses(engine, kept_days=90)
    connection.execute("alter table key_uses rename to away")
    uses.note(a_use())
    await asyncio.sleep(1.3)

    connection.execute("alter table away rename to key_uses")
    await uses.close()

    assert world.one("select count(*) from key_uses") == 1


async def test_months_are_made_ahead_dropped_when_old_and_made_where_nobody_did(
    engine: AsyncEngine, a_use: Callable[[], KeyUse], settings: Settings, world: World
) -> None:
    connection = world.builder.connection
    partitions = (
        "select string_agg(right(relname, 6), ' ' order by relname) from pg_class"
        " where relispartition and relname ~ '^key_uses_' and relkind = 'r'"
    )
    ahead = world.one(partitions).split()
    assert len(ahead) == 3
    assert ahead[0] == f"{datetime.now(UTC):%Y%m}"

    connection.execute(
        "create table key_uses_202001 partition of key_uses for values"
        " from (uuid_from('2020-01-01Z')) to (uuid_from('2020-02-01Z'))"
    )
    connection.execute(f"drop table key_uses_{ahead[2]}")
    container = make_container(settings, MessageProvider())
    async with container(context={TenantId: TenantId(world.tenant_id)}) as request:
        await keep_key_uses(request)
    await container.close()
    assert world.one(partitions).split() == ahead

    connection.execute(f"drop table key_uses_{ahead[0]}")
    uses = SqlKeyUses(engine, kept_days=90)
    uses.note(a_use())
    await uses.close()

    assert world.one(partitions).split() == ahead
    assert world.one("select count(*) from key_uses") == 1
    granted = "select count(*) from information_schema.role_table_grants where table_name ~ 'key_uses_\\d'"
    assert world.one(granted + " and grantee = 'b2b_app'") == 0

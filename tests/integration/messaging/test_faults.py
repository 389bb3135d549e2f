"""Nothing that was committed is lost, whoever is killed and whatever the queue forgets."""

import asyncio
import time
from collections import Counter
from functools import partial
from pathlib import Path

import msgspec
import psycopg
import pytest
import redis

from b2b.infrastructure.config import DATABASE_SCHEME, Settings
from b2b.infrastructure.embedded import EmbeddedServers
from tests.integration.messaging.machinery import (
    Child,
    Endpoint,
    Ledger,
    add_event,
    add_events,
    environment_of,
    running,
    scheduling,
    until,
)
from tests.integration.messaging.receiver import Receiver, Reply
from tests.integration.world import World

pytestmark = pytest.mark.slow


def _has_more(receiver: Receiver, than: int) -> bool:
    return len(receiver.received) > than


async def test_a_worker_killed_in_the_middle_of_a_request_is_made_up_for_with_the_same_id(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    receiver.behaviour = lambda _: Reply(delay_seconds=1.5)
    await endpoint()
    first = Child.start("worker", environment_of(settings))

    async with scheduling(settings):
        event = add_event(world)
        await until(lambda: receiver.received, seconds=50)
        first.kill()
        receiver.behaviour = lambda _: Reply()
        second = Child.start("worker", environment_of(settings))
        try:
            await until(lambda: ledger.all_are("delivered", 1), seconds=50)
        finally:
            status = second.stop()

    assert [got.id for got in receiver.received] == [event, event]
    assert status == 0


async def test_workers_and_schedulers_killed_again_and_again_leave_nothing_undelivered(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    receiver.behaviour = lambda _: Reply(delay_seconds=0.02)
    await endpoint()
    environment = environment_of(settings)
    expected: list[str] = []
    children = {module: Child.start(module, environment) for module in ("worker", "scheduler")}

    for module in ("worker", "scheduler") * 2:
        expected += add_events(world, 100)
        await until(partial(_has_more, receiver, len(receiver.received) + 10), seconds=40)
        children[module].kill()
        redis.Redis.from_url(settings.redis_url).flushall()
        children[module] = Child.start(module, environment)
    try:
        await until(lambda: ledger.all_are("delivered", len(expected)), seconds=60)
    finally:
        statuses = [child.stop() for child in children.values()]

    times = Counter(got.id for got in receiver.received)
    assert set(times) == set(expected)
    assert statuses == [0, 0]


async def test_a_queue_that_forgets_everything_delays_by_a_moment(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    queue = redis.Redis.from_url(settings.redis_url)
    await endpoint()
    async with scheduling(settings):
        expected = add_events(world, 50)
        await until(lambda: all(position for _, position in ledger.positions()))
    queue.flushall()

    async with running(settings):
        await until(lambda: ledger.all_are("delivered", 50), seconds=5)

    assert {got.id for got in receiver.received} == set(expected)


async def test_a_queue_server_that_goes_away_and_comes_back_is_connected_to_again(
    world: World,
    settings: Settings,
    receiver: Receiver,
    endpoint: Endpoint,
    ledger: Ledger,
    public_folder: Path,
) -> None:
    await endpoint()
    queue = EmbeddedServers(public_folder / "queue", postgres=False)
    queue.start()
    try:
        async with running(msgspec.structs.replace(settings, redis_url=queue.redis_url)):
            before = add_event(world)
            await until(lambda: ledger.all_are("delivered", 1))
            queue.stop()
            meanwhile = add_event(world)
            await until(lambda: all(position for _, position in ledger.positions()), seconds=3)
            queue.start()
            await until(lambda: ledger.all_are("delivered", 2), seconds=15)
    finally:
        queue.stop()

    assert [got.id for got in receiver.received] == [before, meanwhile]


async def test_a_scheduler_that_stands_by_leads_once_the_leader_is_killed(
    world: World, settings: Settings, owner: psycopg.Connection[tuple[object, ...]], ledger: Ledger
) -> None:
    def leaders() -> int:
        row = owner.execute(
            "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            " where l.locktype = 'advisory' and l.granted and d.datname = current_database()"
        ).fetchone()
        return int(str(row[0])) if row else 0

    first = Child.start("scheduler", environment_of(settings))
    await until(lambda: leaders() == 1, seconds=30)
    second = Child.start("scheduler", environment_of(settings))
    try:
        await asyncio.sleep(3)
        first.kill()
        add_events(world, 3)
        await until(lambda: all(position for _, position in ledger.positions()), seconds=5)
    finally:
        status = second.stop()

    assert status == 0


async def test_a_thousand_events_drain_fast(
    world: World,
    settings: Settings,
    receiver: Receiver,
    endpoint: Endpoint,
    ledger: Ledger,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for place in range(4):
        await endpoint(f"/{place}")
    worker = Child.start("worker", environment_of(settings))
    try:
        async with scheduling(settings):
            add_event(world)
            await until(lambda: ledger.all_are("delivered", 4), seconds=30)
            started = time.monotonic()
            add_events(world, 1000)
            await until(lambda: ledger.all_are("delivered", 4004), seconds=60)
            seconds = time.monotonic() - started
    finally:
        worker.stop()

    with capsys.disabled():
        print(f"\n1,000 events to 4 endpoints: {4000 / seconds:.0f} deliveries per second")  # noqa: T201
    assert seconds < 40


async def test_a_scheduler_that_loses_its_connection_again_and_again_leads_again(
    world: World, settings: Settings, endpoint: Endpoint, ledger: Ledger
) -> None:
    await endpoint()

    async with running(settings):
        for told in (1, 2, 3):
            await until(lambda: _ended_connections_of_schedulers(settings), seconds=20)
            add_event(world)
            await until(partial(ledger.all_are, "delivered", told), seconds=20)


def _ended_connections_of_schedulers(settings: Settings) -> int:
    """How many there were."""
    url = settings.database_url.replace(DATABASE_SCHEME, "postgresql://", 1)
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'b2b-scheduler' and datname = current_database()"
        ).rowcount

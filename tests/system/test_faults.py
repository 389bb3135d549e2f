"""Five hundred orders while processes are killed and Valkey forgets: nothing lost, doubled or half done."""

import asyncio
import os
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
import redis

from b2b.application.messaging.documents import event_reference
from b2b.infrastructure.embedded.processes import ProcessBook
from tests.system.books import faults
from tests.system.buyers import Buyers
from tests.system.shop import Shop

# The signal's way lets fixtures end what they started; a thread's would leave it all behind.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(150, method="signal")]

ORDERS = 500
AT_ONCE = 10
# Another one tries other moments; it is printed with whatever fails.
SEED = int(os.environ.get("B2B_TEST_SEED", "20261121"))
ABOVE_1500 = {"code": "amount_above", "amount": {"amount": "1500.00", "currency": {"code": "TRY"}}}

Blow = Callable[[Shop, random.Random], Awaitable[None]]


async def test_kill_9_of_portal_worker_and_relay_loses_and_doubles_nothing(shop: Shop) -> None:
    buyers = await trade(shop, [portal_killed, server_process_killed, worker_killed, relay_killed] * 2)

    assert buyers.lost_connections > 0
    await everything_is_there(shop, buyers)


async def test_a_valkey_that_is_wiped_and_killed_loses_and_doubles_nothing(shop: Shop) -> None:
    blows = [valkey_wiped] * 3 + [valkey_killed] * 2 + [worker_killed, relay_killed]
    buyers = await trade(shop, blows)

    assert buyers.lost_connections == 0
    await everything_is_there(shop, buyers)


async def portal_killed(shop: Shop, chance: random.Random) -> None:
    shop.portal.kill()
    await asyncio.sleep(chance.random() / 5)
    shop.portal.start()
    await shop.portal.ready()


async def server_process_killed(shop: Shop, chance: random.Random) -> None:
    shop.portal.kill_server_process()
    await asyncio.sleep(chance.random() / 5)


async def worker_killed(shop: Shop, chance: random.Random) -> None:
    await _restarted(shop, "worker", chance)


async def relay_killed(shop: Shop, chance: random.Random) -> None:
    await _restarted(shop, "scheduler", chance)


async def _restarted(shop: Shop, name: str, chance: random.Random) -> None:
    service = shop.services[name]
    service.kill()
    await asyncio.sleep(chance.random())
    service.start()


async def valkey_wiped(shop: Shop, chance: random.Random) -> None:
    with redis.Redis.from_url(shop.valkey.redis_url) as client:
        await asyncio.to_thread(client.flushall)


async def valkey_killed(shop: Shop, chance: random.Random) -> None:
    before = shop.valkey.redis_url
    process = ProcessBook(shop.portal.folder).running("valkey")
    assert process
    process.kill()
    await asyncio.sleep(0.5 + chance.random())
    await asyncio.to_thread(shop.valkey.restart, "valkey")
    assert shop.valkey.redis_url == before


async def trade(shop: Shop, blows: Sequence[Blow]) -> Buyers:
    """All orders placed, with a blow in the middle of the work whenever so many are acknowledged."""
    print(f"B2B_TEST_SEED={SEED}")  # noqa: T201
    shop.world.add_rule("Above 1,500", [ABOVE_1500])
    chance = random.Random(SEED)
    marks = sorted(chance.sample(range(ORDERS // 25, ORDERS - ORDERS // 25), len(blows)))
    order = chance.sample(list(blows), len(blows))
    buyers = Buyers(shop, SEED)
    reached = {mark: asyncio.Event() for mark in marks}

    def acknowledged(count: int) -> None:
        for mark in marks:
            if count >= mark:
                reached[mark].set()

    async def strike() -> None:
        for mark, blow in zip(marks, order, strict=True):
            await reached[mark].wait()
            await asyncio.sleep(chance.random() / 20)
            await blow(shop, chance)

    async with asyncio.TaskGroup() as group:
        group.create_task(strike())
        group.create_task(buyers.place(ORDERS, at_once=AT_ONCE, acknowledged=acknowledged))
    await asyncio.gather(*(service.ready() for service in shop.services.values()))
    await shop.quiet()
    return buyers


async def everything_is_there(shop: Shop, buyers: Buyers) -> None:
    connection = shop.world.builder.connection
    orders = dict(connection.execute("select number, status from orders").fetchall())
    assert len(buyers.placed) == ORDERS
    assert set(orders) == set(buyers.placed)
    assert {number for number, status in orders.items() if status == "cancelled"} == buyers.cancelled
    assert Counter(orders.values()).keys() == {"approved", "pending_approval", "cancelled"}
    assert list(faults(connection)) == []
    kept = connection.execute("select count(*) from idempotency_keys where key !~ '^c-'").fetchone()
    assert kept == (ORDERS,)
    _receiver_has_all(shop)
    await _feed_has_all(shop)


def _receiver_has_all(shop: Shop) -> None:
    rows = shop.world.builder.connection.execute("select id, type from outbox").fetchall()
    written = {event_reference(row[0]): row[1] for row in rows}
    verified = shop.receiver.verified
    assert set(verified) == set(written)
    assert shop.receiver.refused == 0
    for id, deliveries in verified.items():
        assert len({delivery.body for delivery in deliveries}) == 1, id
        assert deliveries[0].json["type"] == written[id]
    assert _per_order(one[0].json["data"] for one in verified.values()) == _expected(shop)


async def _feed_has_all(shop: Shop) -> None:
    """In the order of positions, each order's events one after the other, and each event once."""
    rows = shop.world.builder.connection.execute("select id from outbox order by position").fetchall()
    feed = await shop.feed()
    assert [event["id"] for event in feed] == [event_reference(row[0]) for row in rows]
    seen: dict[str, int] = defaultdict(int)
    for event in feed:
        number = event["data"]["number"]
        assert event["sequence"] == seen[number] + 1, f"{number} out of order"
        seen[number] += 1
    assert dict(seen) == _expected(shop)


def _per_order(documents: Any) -> dict[str, int]:
    """How many events each order has, where their sequences are 1, 2, … without a gap."""
    sequences: dict[str, set[int]] = defaultdict(set)
    for document in documents:
        sequences[document["number"]].add(document["sequence"])
    for number, found in sequences.items():
        assert found == set(range(1, len(found) + 1)), f"{number} has gaps"
    return {number: len(found) for number, found in sequences.items()}


def _expected(shop: Shop) -> dict[str, int]:
    rows = shop.world.builder.connection.execute("select number, sequence from orders").fetchall()
    return {row[0]: row[1] for row in rows}

"""Readers of the feed who crash and go on where they had got to miss nothing, whatever the writers do."""

import asyncio
import random
from collections import defaultdict
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from b2b.application.messaging.documents import event_reference
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import scheduling
from tests.integration.world import World

API = "/api/integration/v1"
WRITERS = 6
LIVES = 4
STEPS = 6


class Reader:
    """Handles a page's events one by one, and notes the cursor only after the whole page.

    - A crash forgets everything but that cursor: the events of the page come again.
    """

    def __init__(self, erp: Client, chance: random.Random) -> None:
        self._erp = erp
        self._chance = chance
        self._noted: str | None = None
        self.handled: list[tuple[str, str, int]] = []
        self.first: dict[str, None] = {}
        self.crashes = 0

    async def read_on(self) -> None:
        after = f"&after={self._noted}" if self._noted else ""
        answer = await self._erp.get(f"{API}/events?limit={self._chance.randint(1, 9)}{after}")
        page = answer.json()
        for event in page["items"]:
            if self._chance.random() < 0.04:
                self.crashes += 1
                return
            self.first.setdefault(event["id"])
            self.handled.append((event["id"], event["data"]["life"], event["sequence"]))
        self._noted = page["next_cursor"]


async def _write(settings: Settings, world: World, chance: random.Random) -> list[str]:
    """Resources whose events are a transaction each; some commit late, some are taken back."""
    url = (settings.database_owner_url or "").replace("postgresql+psycopg://", "postgresql://")
    committed = []
    async with await psycopg.AsyncConnection.connect(url) as connection:
        for _ in range(LIVES):
            aggregate_id, sequence = new_id(), 1
            while sequence <= STEPS:
                id = new_id()
                await _insert(connection, world, id, aggregate_id, sequence)
                await asyncio.sleep(chance.choice([0, 0, 0.003, 0.03]))
                if chance.random() < 0.2:
                    await connection.rollback()
                    continue
                await connection.commit()
                committed.append(event_reference(id))
                sequence += 1
    return committed


async def _insert(
    connection: psycopg.AsyncConnection, world: World, id: UUID, aggregate_id: UUID, sequence: int
) -> None:
    await connection.execute("select set_config('app.tenant_id', %s, true)", [str(world.tenant_id)])
    await connection.execute(
        "insert into outbox (id, type, aggregate_id, sequence, payload, occurred_at)"
        " values (%s, 'order.changed', %s, %s, %s, now())",
        [id, aggregate_id, sequence, Jsonb({"life": str(aggregate_id)})],
    )


async def test_readers_who_crash_at_random_miss_nothing_and_see_each_resource_in_order(
    world: World, settings: Settings, erp: Client
) -> None:
    readers = [Reader(erp, random.Random(seed)) for seed in range(3)]
    total = WRITERS * LIVES * STEPS

    async def read(reader: Reader) -> None:
        while len(reader.first) < total:
            await reader.read_on()

    async with scheduling(settings), scheduling(settings), asyncio.timeout(30):
        done = await asyncio.gather(
            *(_write(settings, world, random.Random(100 + seed)) for seed in range(WRITERS)),
            *(read(reader) for reader in readers),
        )

    committed = {id for found in done for id in found or ()}
    assert len(committed) == total
    for reader in readers:
        assert reader.crashes > 0
        assert set(reader.first) == committed
        assert list(reader.first) == list(readers[0].first)
        _in_order(reader)


def _in_order(reader: Reader) -> None:
    """Handled for the first time, each resource's events come by their sequence."""
    sequences: dict[str, list[int]] = defaultdict(list)
    known = set()
    for id, aggregate_id, sequence in reader.handled:
        if id not in known:
            known.add(id)
            sequences[aggregate_id].append(sequence)
    assert all(found == list(range(1, STEPS + 1)) for found in sequences.values())

"""Ids of one moment, or of machines whose clocks differ, are in no order; an aggregate's events still are."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.domain.shared.ids import TenantId, new_id
from b2b.infrastructure.config import Settings
from b2b.infrastructure.messaging.lanes import WakeUps, make_broker
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.persistence.session import make_engine
from tests.integration.messaging.machinery import Ledger
from tests.integration.world import World


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(settings.database_url, pool_size=2)
    yield engine
    await engine.dispose()


async def test_an_aggregates_events_come_by_their_sequence_whatever_their_ids(
    world: World, settings: Settings, engine: AsyncEngine, ledger: Ledger
) -> None:
    ids = sorted(new_id() for _ in range(6))
    first, second = new_id(), new_id()
    add(world, ids[0], first, sequence=2)
    add(world, ids[1], second, sequence=1)
    add(world, ids[2], first, sequence=1)
    add(world, ids[3], second, sequence=3)
    add(world, ids[4], second, sequence=2)
    add(world, ids[5], first, sequence=3)

    await Relay(engine, WakeUps(make_broker(settings.redis_url))).publish(TenantId(world.tenant_id))

    wanted = [ids[1], ids[2], ids[0], ids[4], ids[3], ids[5]]
    assert [id for id, _ in ledger.positions()] == wanted


def add(world: World, id: UUID, aggregate: UUID, *, sequence: int) -> None:
    world.builder.insert(
        "outbox",
        id=id,
        type="order.created",
        aggregate_id=aggregate,
        sequence=sequence,
        payload=Jsonb({}),
        occurred_at=datetime.now(UTC),
    )

"""Keys of requests: found while they hold, free again afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.shared.access import system_actor
from b2b.application.shared.ports import KeyReused
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.idempotency import _STORED, KEPT, SqlIdempotencyKeys
from b2b.infrastructure.persistence.pipelines import write_now
from tests.integration.erp.connecting import MovableClock
from tests.integration.world import World


def keys_of(session: AsyncSession, world: World, *, ahead: timedelta = timedelta(0)) -> SqlIdempotencyKeys:
    clock = MovableClock()
    clock.ahead = ahead
    return SqlIdempotencyKeys(session, system_actor(TenantId(world.tenant_id)), clock)


async def test_a_key_answers_what_was_stored_until_its_day_has_ended(
    session: AsyncSession, world: World
) -> None:
    key, request = str(uuid4()), {"quantity": 1}
    async with session.begin():
        await keys_of(session, world).store(key, request, {"number": 7})
        await write_now(session)

    kept = keys_of(session, world, ahead=KEPT - timedelta(minutes=5))
    assert await kept.replay(key, request, dict[str, int]) == {"number": 7}
    assert kept.replayed
    with pytest.raises(KeyReused):
        await kept.replay(key, {"quantity": 2}, dict[str, int])
    await session.rollback()

    ended = keys_of(session, world, ahead=KEPT)
    assert await ended.replay(key, {"quantity": 2}, dict[str, int]) is None
    assert not ended.replayed
    await ended.store(key, {"quantity": 2}, {"number": 8})
    await write_now(session)
    assert await ended.replay(key, {"quantity": 2}, dict[str, int]) == {"number": 8}


async def test_a_key_is_looked_up_among_the_keys_also_while_there_are_few(session: AsyncSession) -> None:
    """A plan that reads another index would be kept while the table grows."""
    await session.execute(text("set local enable_seqscan = off"))

    asked = _STORED.sql.replace("%(whose)s", "$1").replace("%(named)s", "$2")
    plan = await session.scalars(text(f"explain (generic_plan) {asked}"))

    assert "uq_idempotency_keys_key" in "\n".join(plan)

"""Thousands of rows, a part at a time while the server finds the others."""

import asyncio
from contextlib import aclosing

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.shared.access import system_actor
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.readers.statements import CHUNK, Statement
from b2b.infrastructure.persistence.session import open_session
from tests.integration.world import World

NUMBERS = Statement("select n from generate_series(1, %(last)s) n", {})
# The last rows are refused when the first are already here.
REFUSED_LATER = Statement("select 1 / (%(last)s - n) from generate_series(1, %(last)s) n", {})
SLOW = Statement(
    "select n, pg_sleep(case when n > 1000 then 20 else 0 end) from generate_series(1, 2000) n", {}
)
CODES = Statement("select code from customers order by code limit 1", {})


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
async def test_all_rows_come_in_their_order(session: AsyncSession, count: int) -> None:
    chunks = [chunk async for chunk in NUMBERS.chunks(session, {"last": count})]

    assert [number for chunk in chunks for (number,) in chunk] == list(range(1, count + 1))
    assert all(0 < len(chunk) <= CHUNK for chunk in chunks)


async def test_they_are_read_within_the_walls(session: AsyncSession) -> None:
    assert [chunk async for chunk in CODES.chunks(session, {})] == [[("D-1",)]]


async def test_who_looks_at_the_first_alone_may_ask_something_else(session: AsyncSession) -> None:
    async with aclosing(NUMBERS.chunks(session, {"last": 1_000_000})) as chunks:
        first = await anext(chunks)

    assert len(first) == CHUNK
    await session.rollback()
    assert await CODES.rows(session, {}) == [("D-1",)]


async def test_a_refusal_behind_the_first_rows_is_told(session: AsyncSession) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        _ = [chunk async for chunk in REFUSED_LATER.chunks(session, {"last": 3 * CHUNK})]

    await session.rollback()
    assert await CODES.rows(session, {}) == [("D-1",)]


async def test_who_is_cancelled_leaves_the_connection_to_others(
    engine: AsyncEngine, session: AsyncSession, world: World
) -> None:
    came = asyncio.Event()

    async def read() -> None:
        async with (
            open_session(engine, system_actor(TenantId(world.tenant_id))) as own,
            aclosing(SLOW.chunks(own, {})) as chunks,
        ):
            async for _ in chunks:
                came.set()

    reading = asyncio.create_task(read())
    async with asyncio.timeout(10):
        await came.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await CODES.rows(session, {}) == [("D-1",)]

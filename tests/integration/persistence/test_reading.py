"""Reading in one round trip, and what it leaves behind on a pooled connection."""

import asyncio
import os
import socket

import pytest
from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.shared.access import Actor, ActorKind
from b2b.domain.identity.errors import SessionEnded
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.statements import Statement
from b2b.infrastructure.persistence.session import end_reading, open_session
from tests.integration.world import World

CUSTOMERS = Statement("select code from customers order by code", {})


@pytest.fixture
def buyer(world: World) -> Actor:
    person = world.dealers["D-1"].people["purchasing"]
    return Actor(
        kind=ActorKind.DEALER,
        tenant_id=TenantId(world.tenant_id),
        permissions=frozenset(),
        user_id=UserId(person.id),
        customer_id=CustomerId(world.dealers["D-1"].id),
        session_id=SessionId(person.session_id),
        access_version=1,
    )


async def _commits_by_itself(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, AsyncConnection)
        return driver.autocommit


async def test_the_walls_stand_for_what_is_read_in_one_round_trip(engine: AsyncEngine, buyer: Actor) -> None:
    async with open_session(engine, buyer) as session:
        rows = await CUSTOMERS.rows(session, {})

    assert rows == [("D-1",)]


async def test_nothing_of_a_caller_stays_on_the_connection(engine: AsyncEngine, buyer: Actor) -> None:
    async with open_session(engine, buyer) as session:
        await CUSTOMERS.rows(session, {})
    async with open_session(engine, None) as session:
        left = await session.scalar(text("select count(*) from customers"))

    assert left == 0
    assert not await _commits_by_itself(engine)


async def test_a_caller_whose_session_has_ended_reads_nothing(
    engine: AsyncEngine, buyer: Actor, world: World
) -> None:
    world.builder.connection.execute(
        "update sessions set revoked_at = now() where id = %s", [buyer.session_id]
    )

    async with open_session(engine, buyer) as session:
        with pytest.raises(SessionEnded):
            await CUSTOMERS.rows(session, {})

    assert not await _commits_by_itself(engine)


async def test_who_goes_away_while_reading_leaves_no_connection_that_commits_by_itself(
    engine: AsyncEngine, buyer: Actor
) -> None:
    async with open_session(engine, buyer) as session:
        reading = asyncio.create_task(Statement("select pg_sleep(30)", {}).rows(session, {}))
        await asyncio.sleep(0.3)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    assert engine.sync_engine.pool.status().endswith("Current Checked out connections: 0")
    assert not await _commits_by_itself(engine)


async def test_a_statement_that_fails_costs_only_its_own_connection(
    engine: AsyncEngine, buyer: Actor
) -> None:
    async with open_session(engine, buyer) as session:
        with pytest.raises(DivisionByZero):
            await Statement("select 1 / %(nothing)s", {}).rows(session, {"nothing": 0})
        rows = await CUSTOMERS.rows(session, {})

    assert rows == [("D-1",)]
    assert not await _commits_by_itself(engine)


async def test_a_statement_reads_what_its_own_transaction_has_written(
    engine: AsyncEngine, buyer: Actor
) -> None:
    async with open_session(engine, buyer) as session:
        await session.execute(text("update customer_addresses set title = 'Yeni'"))
        rows = await Statement("select distinct title from customer_addresses", {}).rows(session, {})
        await session.rollback()

    assert rows == [("Yeni",)]


async def test_what_only_read_leaves_its_statements_prepared(engine: AsyncEngine, buyer: Actor) -> None:
    for _ in range(8):
        async with open_session(engine, buyer) as session:
            await session.execute(text("select title from customers"))
            await end_reading(session)
    async with open_session(engine, buyer) as session:
        prepared = await session.scalar(
            text(
                "select count(*) from pg_prepared_statements where statement = 'select title from customers'"
            )
        )

    assert prepared == 1


async def lose_connection(session: AsyncSession, settings: Settings) -> object:
    """The server ends it; returns its process there."""
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
    reader = await session.scalar(text("select pg_backend_pid()"))
    async with await AsyncConnection.connect(url) as other:
        await other.execute("select pg_terminate_backend(%s, 10000)", [reader])
    return reader


async def test_a_connection_that_is_lost_after_the_last_row_is_nobodys_trouble(
    engine: AsyncEngine, buyer: Actor, settings: Settings
) -> None:
    async with open_session(engine, buyer) as session:
        reader = await lose_connection(session, settings)
        await end_reading(session)
    async with open_session(engine, buyer) as session:
        again = await session.scalar(text("select pg_backend_pid()"))

    assert again != reader


async def test_who_was_told_that_the_connection_is_lost_is_not_told_again(
    engine: AsyncEngine, buyer: Actor, settings: Settings
) -> None:
    async with open_session(engine, buyer) as session:
        await lose_connection(session, settings)
        with pytest.raises(OperationalError):
            await session.execute(text("select 1"))
        await end_reading(session)
    async with open_session(engine, buyer) as session:
        rows = await CUSTOMERS.rows(session, {})

    assert rows == [("D-1",)]


async def test_a_server_that_vanishes_is_given_up_in_seconds(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, AsyncConnection)
        with socket.socket(fileno=os.dup(driver.fileno())) as wire:
            unanswered_ms = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
            asked_after_seconds = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)

    assert (unanswered_ms, asked_after_seconds) == (15_000, 5)

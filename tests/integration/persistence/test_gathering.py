"""Statements that gather: nothing is sent before somebody wants an answer, and then all of it at once."""

from collections.abc import AsyncIterator, Coroutine
from typing import Any, LiteralString

import pytest
from psycopg import InterfaceError
from psycopg.errors import DivisionByZero
from psycopg.generators import send
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.infrastructure.persistence.gathering import GatheringConnection
from b2b.infrastructure.persistence.pipelines import Together, write_later, write_now
from b2b.infrastructure.persistence.readers.statements import Statement
from tests.integration.world import World

NUMBER = Statement("select %(number)s::int", {})
BROKEN = Statement("select 1 / 0", {})
SETTING = Statement("insert into settings (id, name, value) values (uuidv7(), %(name)s, '1'::jsonb)", {})
LOCK = "select pg_advisory_lock(20261122)"
LOCKED = "select count(*) from pg_locks where locktype = 'advisory' and objid = 20261122"


@pytest.fixture
async def driver(engine: AsyncEngine) -> AsyncIterator[GatheringConnection]:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, GatheringConnection)
        yield driver
        await driver.rollback()


@pytest.fixture
def sendings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One for each time that something goes to the server."""
    found: list[object] = []

    def noted(connection: Any) -> Any:
        found.append(connection)
        return send(connection)

    monkeypatch.setattr("b2b.infrastructure.persistence.gathering.send", noted)
    return found


async def put(session: AsyncSession, question: Coroutine[Any, Any, object]) -> None:
    async with Together(session) as ask:
        task = ask(question)
    assert task.done()


async def gathered(driver: GatheringConnection, *statements: LiteralString) -> None:
    async with driver.gathering():
        for statement in statements:
            await driver.execute(statement)


async def test_nothing_reaches_the_server_before_an_answer_is_wanted(
    driver: GatheringConnection, world: World
) -> None:
    async with driver.gathering() as together:
        await driver.execute(LOCK)
        assert world.one(LOCKED) == 0
        await together.answered()
        assert world.one(LOCKED) == 1
        await driver.execute("select pg_advisory_unlock(20261122)")
        assert world.one(LOCKED) == 1
    assert world.one(LOCKED) == 0


async def test_who_looks_at_a_row_needs_not_wait_for_the_end(driver: GatheringConnection) -> None:
    async with driver.gathering():
        first = await driver.execute("select 1")
        second = await driver.execute("select 2")
        assert await second.fetchone() == (2,)
        assert await first.fetchone() == (1,)
        third = await driver.execute("select 3")
    assert await third.fetchone() == (3,)


async def test_one_gathering_at_a_time(driver: GatheringConnection) -> None:
    async with driver.gathering():
        with pytest.raises(InterfaceError):
            await driver.gathering().__aenter__()
        cursor = await driver.execute("select 1")
    assert await cursor.fetchone() == (1,)


async def test_a_connection_is_as_before_after_a_gathering_that_failed(driver: GatheringConnection) -> None:
    with pytest.raises(DivisionByZero):
        await gathered(driver, "select 1 / 0", "select 1")
    await driver.rollback()
    cursor = await driver.execute("select 1")
    assert await cursor.fetchone() == (1,)


async def test_a_transaction_begins_and_is_asked_in_one_round_trip(
    session: AsyncSession, sendings: list[object]
) -> None:
    async with Together(session) as ask:
        answers = [ask(NUMBER.rows(session, {"number": number})) for number in range(5)]

    assert [answer.result() for answer in answers] == [[(number,)] for number in range(5)]
    assert len(sendings) == 1


async def test_what_is_written_goes_with_its_commit_in_one_round_trip(
    session: AsyncSession, world: World, sendings: list[object]
) -> None:
    for number in range(5):
        write_later(session, SETTING, {"name": f"gathering.{number}"}, {"name": f"gathering.{number}.more"})
    await write_now(session, and_commit=True)

    assert len(sendings) == 1
    assert world.one("select count(*) from settings where name like 'gathering.%%'") == 10


async def test_a_question_that_hangs_on_an_answer_goes_with_the_next_round(
    session: AsyncSession, sendings: list[object]
) -> None:
    async def twice() -> int:
        ((number,),) = await NUMBER.rows(session, {"number": 20})
        ((again,),) = await NUMBER.rows(session, {"number": number + 1})
        return int(again)

    async with Together(session) as ask:
        first, second = ask(twice()), ask(twice())

    assert (first.result(), second.result()) == (21, 21)
    assert len(sendings) == 2


async def test_a_refusal_is_told_though_somebody_asked_on_after_it(session: AsyncSession) -> None:
    async def stubborn() -> None:
        try:
            await BROKEN.rows(session, {})
        finally:
            await NUMBER.rows(session, {"number": 1})

    with pytest.raises(DivisionByZero):
        await put(session, stubborn())
    await session.rollback()
    assert await NUMBER.rows(session, {"number": 2}) == [(2,)]

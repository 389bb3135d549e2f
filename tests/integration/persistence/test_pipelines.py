"""What goes to the server together, and rows that are written by their mapping without a flush."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero
from psycopg.types.json import Json, Jsonb
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.shared.access import Actor, ActorKind, system_actor
from b2b.domain.accounts.account import CreditHold
from b2b.domain.identity.errors import AccessChanged
from b2b.domain.ordering.errors import OrderNotFound
from b2b.domain.ordering.history import StatusChange
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId
from b2b.infrastructure.persistence.mapped_rows import rows_of, rows_together
from b2b.infrastructure.persistence.mappings import map_all
from b2b.infrastructure.persistence.mappings.ordering import StoredLine, StoredOrder
from b2b.infrastructure.persistence.pipelines import Together, forget_later, write_later, write_now
from b2b.infrastructure.persistence.readers.statements import Statement
from b2b.infrastructure.persistence.session import ENTER, open_session
from b2b.infrastructure.persistence.tables.ordering import order_lines, order_status_changes, orders
from tests.integration.clients import Client
from tests.integration.world import World

CODES = Statement("select code from customers order by code limit 1", {})
ONE = Statement("select 1", {})
BROKEN = Statement("select 1 / 0", {})
# Refused once it is on its way, and not while it is being sent.
BROKEN_LATER = Statement("select 1 / length(pg_sleep(0.2)::text)", {})
SETTING = Statement("insert into settings (id, name, value) values (uuidv7(), %(name)s, '1'::jsonb)", {})
STORED = "select count(*) from settings where name like 'pipelines.%%'"


@pytest.fixture(autouse=True)
def mapped() -> None:
    map_all()


async def refusal() -> int:
    raise OrderNotFound


async def asked(session: AsyncSession, *statements: Statement) -> None:
    await put_together(session, *(statement.rows(session, {}) for statement in statements))


async def put_together(session: AsyncSession, *questions: Coroutine[Any, Any, object]) -> None:
    async with Together(session) as ask:
        tasks = [ask(question) for question in questions]
    assert all(task.done() for task in tasks)


async def test_each_question_gets_its_own_answer(session: AsyncSession) -> None:
    async with Together(session) as ask:
        code = ask(CODES.rows(session, {}))
        one = ask(ONE.rows(session, {}))

    assert code.result() == [("D-1",)]
    assert one.result() == [(1,)]


async def test_a_refusal_waits_until_its_answer_is_asked_for(session: AsyncSession) -> None:
    async with Together(session) as ask:
        refused = ask(refusal())
        one = ask(ONE.rows(session, {}))

    assert one.result() == [(1,)]
    with pytest.raises(OrderNotFound):
        refused.result()


async def test_a_fault_of_the_database_is_told_by_its_own_name(session: AsyncSession) -> None:
    with pytest.raises(DivisionByZero):
        await asked(session, ONE, BROKEN, CODES)

    await session.rollback()
    assert await ONE.rows(session, {}) == [(1,)]


async def test_a_fault_that_another_question_was_told_is_not_taken_for_the_lack_of_an_answer(
    session: AsyncSession,
) -> None:
    told = asyncio.Event()

    async def refused() -> None:
        cursor = await BROKEN_LATER.sent(session, {})
        await told.wait()
        await cursor.fetchall()

    async def reader() -> None:
        try:
            await ONE.rows(session, {})
        finally:
            told.set()

    with pytest.raises(DivisionByZero):
        await put_together(session, refused(), reader())


async def test_a_fault_that_no_question_waited_for_is_told_at_the_end(session: AsyncSession) -> None:
    with pytest.raises(DivisionByZero):
        await put_together(session, BROKEN_LATER.sent(session, {}))


async def test_what_is_written_later_is_written_once_and_can_be_forgotten(
    session: AsyncSession, world: World
) -> None:
    write_later(session, SETTING, {"name": "pipelines.kept"})
    assert world.one(STORED) == 0
    await write_now(session)
    await write_now(session)
    write_later(session, SETTING, {"name": "pipelines.forgotten"})
    forget_later(session)
    await write_now(session)
    await session.commit()

    assert world.one(STORED) == 1


async def test_the_commit_goes_with_what_was_left_for_it_or_not_at_all(
    session: AsyncSession, world: World
) -> None:
    write_later(session, SETTING, {"name": "pipelines.lost"})
    write_later(session, BROKEN)
    write_later(session, BROKEN, {})
    with pytest.raises(DivisionByZero):
        await write_now(session, and_commit=True)
    await session.rollback()
    assert world.one(STORED) == 0

    write_later(session, SETTING, {"name": "pipelines.one"}, {"name": "pipelines.two"})
    await write_now(session, and_commit=True)
    await session.rollback()
    assert world.one(STORED) == 2


async def test_nobody_who_is_refused_is_answered_by_what_goes_with_the_entrance(
    engine: AsyncEngine, world: World
) -> None:
    person = world.dealers["D-1"].people["owner"]
    actor = Actor(
        kind=ActorKind.DEALER,
        tenant_id=TenantId(world.tenant_id),
        user_id=UserId(person.id),
        customer_id=CustomerId(world.dealers["D-1"].id),
        session_id=SessionId(person.session_id),
        access_version=1,
        permissions=frozenset(),
    )
    async with open_session(engine, actor) as session, Together(session) as ask:
        code = ask(CODES.rows(session, {}))
    assert code.result() == [("D-1",)]

    world.builder.connection.execute("update users set access_version = 2 where id = %s", [person.id])
    async with open_session(engine, actor) as session:
        with pytest.raises(AccessChanged):
            await asked(session, CODES)
        await session.rollback()
        with pytest.raises(AccessChanged):
            await session.scalar(select(StoredOrder))


async def test_questions_reach_the_server_in_the_order_they_were_asked(session: AsyncSession) -> None:
    """Locks are taken in it: the account before the stock."""
    await session.execute(text("create temp sequence turns"))
    turn = Statement("select nextval('turns')", {})

    async with Together(session) as ask:
        turns = [ask(turn.rows(session, {})) for _ in range(10)]

    assert [question.result() for question in turns] == [[(number,)] for number in range(1, 11)]


async def test_who_gives_up_while_entering_leaves_the_connection_to_others(
    engine: AsyncEngine, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = system_actor(TenantId(world.tenant_id))
    async with open_session(engine, actor) as session:
        await session.execute(text("select 1"))
    send = AsyncConnection.execute

    async def give_up(self: Any, query: Any, *given: Any, **more: Any) -> Any:
        if query == ENTER:
            monkeypatch.undo()
            current = asyncio.current_task()
            assert current is not None
            current.cancel()
        return await send(self, query, *given, **more)

    monkeypatch.setattr(AsyncConnection, "execute", give_up)

    async def given_up() -> None:
        async with open_session(engine, actor) as session:
            try:
                await asked(session, ONE)
            finally:
                await session.rollback()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(given_up())

    async with open_session(engine, actor) as session:
        assert (await session.execute(text("select 1"))).scalar_one() == 1


async def test_rows_by_the_mapping_are_what_the_mapper_reads(
    portal: Client, world: World, session: AsyncSession
) -> None:
    name = 'Vida "M8" \\ 2\t{ş, ı}\u2028 \U0001f529'
    world.builder.connection.execute("update products set name = %s", [name])
    buyer = portal.as_user(world.dealers["D-1"].token())
    answer = await buyer.write("/api/v1/orders", world.order_body())
    order = await session.scalar(select(StoredOrder))
    hold = await session.scalar(select(CreditHold))

    assert order is not None
    assert hold is not None
    assert (order.number, order.version) == (answer.json()["number"], 1)
    assert hold.amount == order.gross
    told = (await buyer.get(f"/api/v1/orders/{order.number}")).json()["order"]
    assert [(line.name, f"{line.net.amount:.2f}") for line in order.lines] == [
        (name, line["net"]["amount"]) for line in told["lines"]
    ]
    assert order.history[0].at == order.placed_at
    with pytest.raises(TypeError, match="JSON"):
        rows_together(StoredOrder)
    for kind, table, entities in (
        (StoredOrder, orders, (order,)),
        (StoredLine, order_lines, order.lines),
        (StatusChange, order_status_changes, order.history),
    ):
        assert entities
        for entity in entities:
            found = rows_of(kind).row(entity)
            row = (await session.execute(select(table).where(table.c.id == found["id"]))).mappings().one()
            for name, value in found.items():
                if not isinstance(value, Json | Jsonb):
                    assert value == _plain(row[name]), name


def _plain(value: object) -> object:
    """As the driver takes it: members and currencies as their text."""
    return getattr(value, "code", getattr(value, "value", value))

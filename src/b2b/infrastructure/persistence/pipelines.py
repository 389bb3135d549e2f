"""Fewer round trips: statements that need nothing of each other go to the server together.

A statement of a few rows costs the server less than its round trip costs everybody. What is asked together is
sent in one go, and so is what only has to be written by the time of the commit.
"""

import asyncio
import time
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import msgspec
import psycopg
from sqlalchemy import JSON, Table, bindparam, column, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.infrastructure.observability.statements import note
from b2b.infrastructure.persistence.gathering import GatheringConnection
from b2b.infrastructure.persistence.readers.statements import (
    ROUND_TRIP,
    Cursor,
    Statement,
    drawn,
    driver_of,
)
from b2b.infrastructure.persistence.session import ENTERED, check_entrance, entering, entrance_of
from b2b.infrastructure.persistence.types import JsonOf

Found = TypeVar("Found")

_LATER: Final = "later"


def new_row(table: Table, *columns: str) -> Statement:
    """Inserts one row of these columns, each from the parameter of its name."""
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    # Inline: the keys are ours, and nobody waits for what the database fills in.
    return drawn(insert(table).values(values).inline())


def new_rows(table: Table, *columns: str) -> Statement:
    """Inserts any number of rows of these columns, from a JSON array of objects in the parameter `rows`.

    - One text and one parameter, where rows one by one are a statement each.
    - Raises TypeError for a column of JSON, whose value would be written as a text.
    """
    if any(isinstance(table.c[name].type, JSON | JsonOf) for name in columns):
        raise TypeError(f"{table.name} has columns of JSON.")
    listed = [column(name, table.c[name].type) for name in columns]
    given = func.json_to_recordset(bindparam("rows", type_=JSON)).table_valued(*listed)
    typed = given.render_derived(name="given", with_types=True)
    return drawn(insert(table).from_select(columns, select(typed)).inline())


def as_json(value: object) -> str | None:
    """What a jsonb column takes; nothing stays nothing."""
    return None if value is None else msgspec.json.encode(value).decode()


def write_later(session: AsyncSession, statement: Statement, *rows: Mapping[str, object]) -> None:
    """It goes with others like it before the commit, in order; nothing reads it until then.

    - Ahead of what the mapper adds, which may refer to it; so it refers to nothing that the mapper adds.
    """
    session.info.setdefault(_LATER, []).append((statement, rows))


def forget_later(session: AsyncSession) -> None:
    session.info.pop(_LATER, None)


async def write_now(session: AsyncSession, *, and_commit: bool = False) -> None:
    """Sends what was left for later, in order, and the commit on top of it. Raises the driver's errors.

    - Where one of them fails the server skips the rest, the commit included.
    """
    waiting: list[tuple[Statement, tuple[Mapping[str, object], ...]]] = session.info.pop(_LATER, [])
    if not waiting:
        return
    driver = await driver_of(session)
    began_at = time.perf_counter()
    async with driver.gathering(), driver.cursor() as cursor:
        for statement, rows in waiting:
            await cursor.executemany(statement.sql, [{**statement.defaults, **row} for row in rows])
        if and_commit:
            await driver.commit()
    # Nobody knows how long each took; they share what all of them took.
    each = (time.perf_counter() - began_at) / len(waiting)
    for statement, _ in waiting:
        note(session.bind, statement.sql, each, 1)


class Together:
    """Questions put inside the block are on their way together; their answers are there when it ends.

    - A question may send several statements, and waits only for answers that it looks at.
    - They must be sent as drawn statements: the session itself bears no two at once.
    - A question that fails says so where its answer is asked for; a fault of the database at once.
    - Where they begin the transaction, entering the tenant goes with them: of whom it refuses nothing is
      answered.
    """

    driver: GatheringConnection

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._entrance: Cursor | None = None
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[Any]] = []
        self._faults: list[BaseException | None] = []
        self._next_round: asyncio.Event | None = None

    def __call__(self, question: Coroutine[Any, Any, Found]) -> asyncio.Task[Found]:
        task = asyncio.create_task(question)
        self._tasks.append(task)
        return task

    async def answered(self) -> None:
        """The first who waits sends what the others have asked by then, and wakes them when it is answered.

        Whose statement was refused finds no answer; the fault itself is kept for the end of the block.
        """
        if self._next_round is not None:
            await self._next_round.wait()
            return
        this_round = self._next_round = asyncio.Event()
        try:
            await self._send_round()
        except psycopg.Error as refused:
            self._faults.append(refused)
        finally:
            this_round.set()

    async def _send_round(self) -> None:
        try:
            await asyncio.sleep(0)
        finally:
            self._next_round = None
        await self._gathering.answered()

    async def __aenter__(self) -> Self:
        entrance = None if self._session.in_transaction() else entrance_of(self._session)
        self._session.info[ENTERED] = entrance is not None
        try:
            self.driver = await driver_of(self._session)
        finally:
            self._session.info[ENTERED] = False
        self._gathering = await self._stack.enter_async_context(self.driver.gathering())
        if entrance is not None:
            await self._ask_to_enter(entrance)
        self._session.info[ROUND_TRIP] = self
        return self

    async def _ask_to_enter(self, entrance: Mapping[str, object]) -> None:
        """Who gives up here leaves the block before it began: then nobody else ends the gathering."""
        try:
            self._entrance = await self.driver.execute(entering(self._session.get_bind()), entrance)
        except BaseException:
            with suppress(psycopg.Error):
                await self._stack.aclose()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        faults = self._faults
        try:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            self._session.info.pop(ROUND_TRIP, None)
            try:
                await self._stack.aclose()
            except psycopg.Error as ended:
                faults.append(ended)
        try:
            await self._enter()
        except psycopg.Error as unanswered:
            faults.append(unanswered)
        faults += [task.exception() for task in self._tasks if not task.cancelled()]
        met = [fault for fault in faults if isinstance(fault, psycopg.Error)]
        if met:
            raise min(met, key=_is_consequence)

    async def _enter(self) -> None:
        """Raises what the entrance refuses, or the driver's errors where it was never answered."""
        if self._entrance is not None:
            verdict = await self._entrance.fetchone()
            check_entrance(verdict[0] if verdict else "ended")


def _is_consequence(fault: psycopg.Error) -> bool:
    """Whoever reads next is told what the server refused, whosever statement it was.

    The others only hear that nothing comes after it in the transaction, or that there is no answer to fetch.
    """
    if isinstance(fault, psycopg.errors.InFailedSqlTransaction):
        return True
    of_the_driver = isinstance(fault, psycopg.errors.PipelineAborted | psycopg.ProgrammingError)
    return of_the_driver and fault.sqlstate is None

"""Statements that are drawn once per shape and then sent as they are.

SQLAlchemy's Core draws a statement, so that names, types and quoting are its business. For a page that is
asked for all day its own execution costs more than the rows: these go straight to the driver.
"""

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

import psycopg
from psycopg import AsyncCursor
from sqlalchemy import Dialect, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.sql.elements import ClauseElement

from b2b.application.shared.access import Actor
from b2b.infrastructure.observability.statements import note, note_failure
from b2b.infrastructure.persistence.gathering import GatheringConnection
from b2b.infrastructure.persistence.session import ACTOR, Asked, Rows, driver_behind, read_once

_DIALECT: Final[Dialect] = make_url("postgresql+psycopg://").get_dialect()()
Cursor = AsyncCursor[tuple[Any, ...]]
ROUND_TRIP: Final = "round_trip"
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named places for its parameters; `defaults` are the constants that it was drawn with."""

    sql: str
    defaults: Mapping[str, object]

    async def rows(self, session: AsyncSession, parameters: Mapping[str, object]) -> Rows:
        """In the session's transaction where one has begun, else in one of the statement's own."""
        (found,) = await rows_of(session, (self, parameters))
        return found

    async def sent(self, session: AsyncSession, parameters: Mapping[str, object]) -> Cursor:
        """In the session's transaction, which begins where none had. It may have been noted down only."""
        driver = await driver_of(session)
        return await driver.execute(self.sql, {**self.defaults, **parameters})

    async def chunks(self, session: AsyncSession, parameters: Mapping[str, object]) -> AsyncGenerator[Rows]:
        """Thousands of rows, `CHUNK` at a time, while the server goes on finding the others.

        In the session's transaction, which begins where none had; nothing else is asked there meanwhile.
        """
        began_at, found, elsewhere = time.perf_counter(), 0, 0.0
        driver = await driver_of(session)
        chunk: Rows = []
        asked = driver.cursor().stream(self.sql, {**self.defaults, **parameters}, size=CHUNK)
        # An iterator by its type, a generator in truth: whoever leaves early has the question taken back.
        try:
            async with aclosing(cast("AsyncGenerator[tuple[Any, ...]]", asked)) as rows:
                async for row in rows:
                    chunk.append(row)
                    if len(chunk) == CHUNK:
                        found += CHUNK
                        left_at = time.perf_counter()
                        yield chunk
                        elsewhere += time.perf_counter() - left_at
                        chunk = []
        except psycopg.Error as error:
            note_failure(session.bind, error)
            raise
        note(session.bind, self.sql, time.perf_counter() - began_at - elsewhere, found + len(chunk))
        if chunk:
            yield chunk


async def rows_of(session: AsyncSession, *asked: tuple[Statement, Mapping[str, object]]) -> tuple[Rows, ...]:
    """What several statements answer: in the session's transaction where one has begun, else in one of their
    own, for which they go together.
    """
    began_at = time.perf_counter()
    complete = [(statement.sql, {**statement.defaults, **given}) for statement, given in asked]
    actor = session.info.get(ACTOR)
    if actor is not None and isinstance(session.bind, AsyncEngine) and not session.in_transaction():
        found = await _read_once(session.bind, actor, complete)
    else:
        found = await _rows_together(session, complete)
    # Nobody knows how long each took; they share what all of them took.
    each_took = (time.perf_counter() - began_at) / len(asked)
    for (statement, _given), rows in zip(asked, found, strict=True):
        note(session.bind, statement.sql, each_took, len(rows))
    return found


async def _read_once(engine: AsyncEngine, actor: Actor, asked: Sequence[Asked]) -> tuple[Rows, ...]:
    try:
        return await read_once(engine, actor, *asked)
    except psycopg.Error as error:
        note_failure(engine, error)
        raise


async def _rows_together(session: AsyncSession, asked: Sequence[Asked]) -> tuple[Rows, ...]:
    """In the session's transaction, and with what others ask where questions go together."""
    round_trip: RoundTrip | None = session.info.get(ROUND_TRIP)
    driver = await driver_of(session)
    cursors = [await driver.execute(*each) for each in asked]
    if round_trip is not None:
        await round_trip.answered()
    return tuple([await cursor.fetchall() for cursor in cursors])


class RoundTrip(Protocol):
    """Of a session whose questions go together."""

    @property
    def driver(self) -> GatheringConnection: ...

    async def answered(self) -> None:
        """Waits until the server has answered what was asked so far."""


async def driver_of(session: AsyncSession) -> GatheringConnection:
    """The driver's connection, in the session's transaction, which begins where none had."""
    round_trip: RoundTrip | None = session.info.get(ROUND_TRIP)
    if round_trip is not None:
        return round_trip.driver
    connection = await session.connection()
    return driver_behind(await connection.get_raw_connection())


def drawn(statement: ClauseElement) -> Statement:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return Statement(str(compiled), constants)

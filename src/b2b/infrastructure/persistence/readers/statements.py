"""Statements that are drawn once per shape and then sent as they are.

SQLAlchemy's Core draws a statement, so that names, types and quoting are its business. For a page that is
asked for all day its own execution costs more than the rows: these go straight to the driver, in the same
transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Dialect, make_url
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ClauseElement

_DIALECT: Final[Dialect] = make_url("postgresql+psycopg://").get_dialect()()


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named places for its parameters; `defaults` are the constants that it was drawn with."""

    sql: str
    defaults: Mapping[str, object]

    async def rows(self, session: AsyncSession, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        connection = await session.connection()
        pooled = await connection.get_raw_connection()
        driver: Any = pooled.driver_connection
        cursor = await driver.execute(self.sql, {**self.defaults, **parameters})
        rows: list[tuple[Any, ...]] = await cursor.fetchall()
        return rows


def drawn(statement: ClauseElement) -> Statement:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return Statement(str(compiled), constants)

"""Rows on their way into tables: made here, copied by a second thread meanwhile."""

import queue
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

import psycopg
from psycopg import sql

from benchmarks.measures import Note

# So many rows of a table go as one COPY.
BATCH: Final = 20_000
WAITING_MAX: Final = 6
NULL: Final = "\\N"

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def escaped(text: str) -> str:
    """As COPY reads it in its text format."""
    return text.translate(_ESCAPES)


def uuid7(milliseconds: int, kind: int, number: int) -> str:
    """A UUID of version 7 that anybody can work out again: `kind` is its table's, `number` its row's."""
    return f"{milliseconds:012x}7{kind:03x}8{number:015x}"


def array(values: Iterable[str]) -> str:
    """Of texts that need no quotes."""
    return "{" + ",".join(values) + "}"


class Copying:
    """`add` a row's text to its table; at the end of the block all rows are in the database.

    - `columns` are the tables' columns in the rows' order. Raises what the database raised.
    """

    def __init__(
        self, connection: psycopg.Connection[Any], columns: Mapping[str, Sequence[str]], note: Note
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._connection, self._columns, self._note = connection, columns, note
        self._rows: defaultdict[str, list[str]] = defaultdict(list)
        self._queue: queue.Queue[tuple[str, list[str]] | None] = queue.Queue(WAITING_MAX)
        self._thread = threading.Thread(target=self._copy, daemon=True)
        self._fault: BaseException | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for table in list(self._rows):
                self._flush(table)
        self._queue.put(None)
        self._thread.join()
        if self._fault is not None:
            raise self._fault

    def add(self, table: str, row: str) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        if self._fault is not None:
            raise self._fault
        rows = self._rows.pop(table, [])
        if rows:
            self._queue.put((table, rows))

    def _copy(self) -> None:
        while (waiting := self._queue.get()) is not None:
            if self._fault is not None:
                continue
            try:
                self._copy_one(*waiting)
            except psycopg.Error as error:
                self._fault = error

    def _copy_one(self, table: str, rows: list[str]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, self._columns[table]))
        statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            rows.append("")
            copy.write("\n".join(rows))
        self.counts[table] += len(rows) - 1
        self._note(f"{sum(self.counts.values()):,} rows: {table}")

"""What the simulator must not forget: one small SQLite file in its home.

Each call is one transaction on a connection of its own, so that any thread may call, and a process that is
killed has either done a thing or not.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

INBOX_KEPT: Final = 200
REFUSALS_MAX: Final = 5

_SCHEMA: Final = """
create table if not exists facts (name text primary key, value text not null);
create table if not exists seen (event_id text primary key, at text not null);
create table if not exists inbox (
    id integer primary key, received_at text not null, event_id text not null,
    type text not null, outcome text not null, summary text not null
);
create table if not exists work (
    order_number text primary key, event_id text not null, payload blob not null, step text not null,
    attempts integer not null, refusals integer not null, due_at real not null, fault text not null
);
"""


class Received(NamedTuple):
    """A webhook as the page shows it; the body of one that failed its check is not kept."""

    received_at: str
    event_id: str
    type: str
    outcome: str
    summary: str


class Order(NamedTuple):
    """An approved order: the event's whole body, and when to begin with it."""

    number: str
    payload: bytes
    due_at: float


class Work(NamedTuple):
    """An approved order on its way through the ERP: `reference`, then `invoice`, then `done` or `refused`.

    `attempts` are calls without an answer, which are tried for ever; `refusals` are answers that said no.
    """

    order_number: str
    event_id: str
    payload: bytes
    step: str
    attempts: int
    refusals: int
    due_at: float
    fault: str


class State:
    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / "erp.sqlite"
        with self._transaction() as connection:
            connection.execute("pragma journal_mode = wal")
            connection.executescript(_SCHEMA)

    def fact(self, name: str) -> str | None:
        with self._transaction() as connection:
            row = connection.execute("select value from facts where name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, name: str, value: str) -> None:
        with self._transaction() as connection:
            connection.execute("insert or replace into facts values (?, ?)", (name, value))

    def receive(self, received: Received, order: Order | None) -> bool:
        """Notes a genuine event and the work it asks for, at once; False if it was noted before."""
        with self._transaction() as connection:
            at = (received.event_id, received.received_at)
            is_new = connection.execute("insert or ignore into seen values (?, ?)", at).rowcount == 1
            _show(connection, received if is_new else received._replace(outcome="duplicate"))
            if is_new and order is not None:
                _begin(connection, received.event_id, order)
        return is_new

    def show(self, received: Received) -> None:
        """Notes on the page a delivery that was turned away."""
        with self._transaction() as connection:
            _show(connection, received)

    def has_seen(self, event_id: str) -> bool:
        with self._transaction() as connection:
            return (
                connection.execute("select 1 from seen where event_id = ?", (event_id,)).fetchone()
                is not None
            )

    def inbox(self) -> list[Received]:
        """The newest first."""
        with self._transaction() as connection:
            rows = connection.execute(
                "select received_at, event_id, type, outcome, summary from inbox order by id desc limit ?",
                (INBOX_KEPT,),
            ).fetchall()
        return [Received(*row) for row in rows]

    def next_work(self) -> Work | None:
        """The order that is due first, whether or not its time has come."""
        with self._transaction() as connection:
            row = connection.execute(
                "select * from work where step in ('reference', 'invoice') order by due_at, rowid limit 1"
            ).fetchone()
        return None if row is None else Work(*row)

    def all_work(self) -> list[Work]:
        with self._transaction() as connection:
            rows = connection.execute("select * from work order by rowid desc limit ?", (INBOX_KEPT,))
            return [Work(*row) for row in rows]

    def work_counts(self) -> dict[str, int]:
        with self._transaction() as connection:
            return dict(connection.execute("select step, count(*) from work group by step").fetchall())

    def advance(self, order_number: str, step: str) -> None:
        with self._transaction() as connection:
            connection.execute(
                "update work set step = ?, attempts = 0, fault = '' where order_number = ?",
                (step, order_number),
            )

    def postpone(self, order_number: str, due_at: float, fault: str) -> None:
        with self._transaction() as connection:
            connection.execute(
                "update work set attempts = attempts + 1, due_at = ?, fault = ? where order_number = ?",
                (due_at, fault, order_number),
            )

    def refuse(self, order_number: str, due_at: float, fault: str) -> None:
        """The last refusal is final."""
        with self._transaction() as connection:
            connection.execute(
                "update work set refusals = refusals + 1, due_at = ?, fault = ?,"
                " step = case when refusals + 1 >= ? then 'refused' else step end where order_number = ?",
                (due_at, fault, REFUSALS_MAX, order_number),
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10.0)) as connection, connection:
            connection.execute("pragma synchronous = normal")
            yield connection


def _show(connection: sqlite3.Connection, received: Received) -> None:
    connection.execute(
        "insert into inbox (received_at, event_id, type, outcome, summary) values (?, ?, ?, ?, ?)", received
    )
    connection.execute("delete from inbox where id <= (select max(id) from inbox) - ?", (INBOX_KEPT,))


def _begin(connection: sqlite3.Connection, event_id: str, order: Order) -> None:
    connection.execute(
        "insert or ignore into work values (?, ?, ?, 'reference', 0, 0, ?, '')",
        (order.number, event_id, order.payload, order.due_at),
    )

"""Indexes and triggers that rest while a table is filled."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, LiteralString, cast

import psycopg
from psycopg import sql

Timed = Callable[[str], AbstractContextManager[None]]

# Not those that a constraint stands on, nor those of partitions.
_INDEXES: Final = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class c on c.oid = i.indrelid
where c.relnamespace = 'public'::regnamespace and c.relname = any(%s) and c.relkind = 'r'
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1
"""
_AT_REST: Final = (
    # Neither foreign keys nor triggers: the rows are right by construction, which a test checks.
    "set session_replication_role = replica",
    "set synchronous_commit = off",
    "set maintenance_work_mem = '512MB'",
    "set work_mem = '256MB'",
)


@contextmanager
def without_indexes(
    connection: psycopg.Connection[Any], tables: Iterable[str], timed: Timed
) -> Iterator[None]:
    """The superuser's connection; where the block fails, the indexes are made again all the same."""
    for statement in _AT_REST:
        connection.execute(statement)
    indexes = connection.execute(_INDEXES, [list(tables)]).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
    try:
        yield
    finally:
        with timed("indexes"):
            for _, definition in indexes:
                connection.execute(cast("LiteralString", definition))

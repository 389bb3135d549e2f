"""A filled database is as one that lived: nothing is out of step, and nothing refers to what is not there."""

from datetime import date
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg import sql

from b2b.application.ordering.documents import OrderDocument
from benchmarks.sizes import Filled, Size, fill
from benchmarks.sizes.calendar import days
from faults.books import faults
from tests.integration.sizes.conftest import SIZE

# The parent's columns are the child's: each foreign key as a search for children without one.
ORPHANS = """
select c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,
  (select array_agg(a.attname order by k.place) from unnest(c.conkey) with ordinality k (number, place)
   join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number),
  (select array_agg(a.attname order by k.place) from unnest(c.confkey) with ordinality k (number, place)
   join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number)
from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace
"""
COUNTED_WRONG = {
    "an entry that does not balance": """
        select entry_id from journal_postings group by entry_id having sum(amount) <> 0""",
    "an entry whose receivable is another amount": """
        select e.id from journal_entries e join journal_postings p on p.entry_id = e.id
        where p.ledger = 'receivable' and p.amount <> e.amount""",
    "a balance that is not the journal's": """
        select a.id from accounts a where a.balance <> (
          select coalesce(sum(amount), 0) from journal_entries e where e.account_id = a.id)""",
    "an invoice without its lines": """
        select i.id from invoices i where i.net <> (
          select coalesce(sum(net), 0) from invoice_lines l where l.invoice_id = i.id)""",
    "a dealer beyond its credit": "select id from accounts where balance + held > credit_limit",
    "a product that cannot be found": """
        select p.id from products p left join product_search s on s.product_id = p.id
        where s.product_id is null""",
    "a moment that is yet to come": "select id from outbox where occurred_at > now()",
}

Connection = psycopg.Connection[Any]


def test_everything_that_was_asked_for_is_there(filled: Filled) -> None:
    assert filled.rows["products"] == SIZE.products
    assert filled.rows["customers"] == SIZE.dealers
    assert filled.rows["orders"] == SIZE.orders
    assert filled.rows["journal_entries"] > filled.rows["invoices"] > 0


def test_the_books_are_in_order(connection: Connection) -> None:
    assert list(faults(connection)) == []


@pytest.mark.parametrize("what", COUNTED_WRONG)
def test_counters_follow_from_rows(connection: Connection, what: str) -> None:
    assert connection.execute(COUNTED_WRONG[what]).fetchall() == []


def test_what_rows_refer_to_is_there(connection: Connection) -> None:
    lost = []
    for name, child, parent, columns, keys in connection.execute(ORPHANS).fetchall():
        given = sql.SQL(" and ").join(
            sql.SQL("c.{} is not null").format(sql.Identifier(column)) for column in columns
        )
        same = sql.SQL(" and ").join(
            sql.SQL("p.{} = c.{}").format(sql.Identifier(key), sql.Identifier(column))
            for column, key in zip(columns, keys, strict=True)
        )
        question = sql.SQL("select 1 from {} c left join {} p on {} where {} and p.{} is null").format(
            sql.Identifier(child), sql.Identifier(parent), same, given, sql.Identifier(keys[-1])
        )
        if connection.execute(question).fetchone():
            lost.append(name)

    assert lost == []


def test_indexes_are_as_the_migrations_made_them(
    connection: Connection, owner: psycopg.Connection[Any]
) -> None:
    """But for the casts that the server writes around the constants of a condition."""
    casts = r"(::[a-z ]+(\[\])?|[()\[\]])"
    definitions = """
        select indexname, regexp_replace(indexdef, %s, '', 'g') from pg_indexes
        where schemaname = 'public' order by 1"""

    assert (
        connection.execute(definitions, [casts]).fetchall() == owner.execute(definitions, [casts]).fetchall()
    )


def test_an_event_tells_the_whole_order(connection: Connection) -> None:
    rows = connection.execute("select payload from outbox").fetchall()

    documents = [msgspec.convert(payload, OrderDocument) for (payload,) in rows]

    assert {document.sequence for document in documents} > {1, 2}
    assert all(document.lines for document in documents)


def test_the_next_order_has_the_next_number(connection: Connection) -> None:
    row = connection.execute(
        "select next_number('order'), (select max(right(number, 8)) from orders)"
    ).fetchone()

    assert row is not None
    assert row[0] > int(row[1])


def test_filling_again_changes_nothing(url: str, filled: Filled) -> None:
    again = fill(url, SIZE)

    assert (again.tenant_id, again.rows) == (filled.tenant_id, {})


def test_the_days_before_yesterday_have_all_orders() -> None:
    found = list(days(Size(products=1, orders=10_000, today=date(2026, 3, 1))))

    assert sum(day.orders for day in found) == 10_000
    assert min(day.age for day in found) == 1

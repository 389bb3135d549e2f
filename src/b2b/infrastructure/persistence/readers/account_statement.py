"""A period's entries with the balance after each, of accounts with tens of thousands of them.

What an entry costs here is paid ten thousand times for one answer: amounts stay what the database sent, and
are written once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.account import StatementRow, StatementView
from b2b.application.accounts.queries.settlements import SettlementRow
from b2b.application.shared.values import MoneyValue, counted, stored
from b2b.domain.accounts.errors import AccountNotFound
from b2b.domain.accounts.open_items import AccountItems, apply_credits
from b2b.domain.accounts.statement import Period
from b2b.domain.shared.ids import CustomerId, EntryId
from b2b.domain.shared.money import Currency
from b2b.infrastructure.persistence.readers.open_items import read_open_items
from b2b.infrastructure.persistence.readers.settlements import Paper, read_settlements
from b2b.infrastructure.persistence.readers.statements import CHUNK, drawn, rows_of
from b2b.infrastructure.persistence.session import Rows, end_reading
from b2b.infrastructure.persistence.tables.accounts import accounts, invoices, journal_entries
from b2b.infrastructure.persistence.tables.identity import customers

_CUSTOMER: Final = bindparam("customer", type_=Uuid)
_FIRST: Final = bindparam("first", type_=Date)
_LAST: Final = bindparam("last", type_=Date)
# As the column has it, so that every sum has four decimals.
_ZERO: Final = Decimal("0.0000")

Row = tuple[Any, ...]


async def read_statement(
    session: AsyncSession, customer_id: CustomerId, period: Period, *, settled_on: date | None
) -> StatementView:
    """In the dealer's own currency. Raises `AccountNotFound`."""
    asked = {"customer": customer_id, "first": period.first, "last": period.last}
    heads, entries = await rows_of(session, (_HEAD, asked), (_FEW if settled_on is None else _ALL, asked))
    if not heads:
        raise AccountNotFound
    ((code, opening),) = heads
    opening += _ZERO
    sums = _Sums(opening)
    shown = stored(Currency(code))
    told = _Told()
    if settled_on is not None:
        known = await read_open_items(session, customer_id, Currency(code), as_of=settled_on)
        told = await _tell(session, known, Currency(code), entries)
    if entries or settled_on is not None:
        lines = list(sums.lines(entries, told, shown))
    else:
        # There are none, or more than are better read before any line is made.
        lines = await _lines_meanwhile(session, asked, lambda chunk: sums.lines(chunk, told, shown))
    return StatementView(
        currency=code,
        period_from=period.first,
        period_to=period.last,
        opening=shown(opening),
        debits=shown(sums.debits),
        credits=shown(sums.credits),
        closing=shown(sums.balance),
        lines=lines,
    )


async def _lines_meanwhile(
    session: AsyncSession, asked: Mapping[str, object], made: Callable[[Rows], Iterable[StatementRow]]
) -> list[StatementRow]:
    """Made while the database finds the others.

    A transaction that begins here ends here: nobody writes a file with a connection in hand.
    """
    begins = not session.in_transaction()
    lines: list[StatementRow] = []
    async with aclosing(_ALL.chunks(session, asked)) as chunks:
        async for chunk in chunks:
            lines += made(chunk)
    if begins:
        await end_reading(session)
    return lines


@dataclass(frozen=True, slots=True)
class _Told:
    """What is left of entries that stand, and what closed them; of others nothing is told."""

    left: Mapping[EntryId, MoneyValue] = field(default_factory=dict)
    settled: Mapping[EntryId, list[SettlementRow]] = field(default_factory=dict)


async def _tell(
    session: AsyncSession, known: AccountItems, currency: Currency, entries: Iterable[Row]
) -> _Told:
    applied = apply_credits(known.items, currency, known.closings)
    papers = (
        Paper(id, kind, number, document_date, invoice)
        for id, kind, number, document_date, _due, _description, _amount, invoice, _order in entries
    )
    settled = await read_settlements(session, applied, papers)
    shown = counted(currency)
    nothing = shown(0)
    left = {entry: nothing for entry, rows in settled.items() if rows}
    left |= {item.entry_id: nothing for item in known.items if not item.minor_units}
    left |= {item.entry_id: shown(abs(item.minor_units)) for item in (*applied.debts, *applied.credits)}
    return _Told(left, settled)


@dataclass(slots=True)
class _Sums:
    """What the lines given so far come to."""

    balance: Decimal
    debits: Decimal = _ZERO
    credits: Decimal = _ZERO

    def lines(
        self, entries: Iterable[Row], told: _Told, shown: Callable[[Decimal], MoneyValue]
    ) -> Iterator[StatementRow]:
        nothing = shown(_ZERO)
        for id, kind, number, document_date, due, description, amount, invoice, order in entries:
            self.balance += amount
            debit = credit = nothing
            if amount > 0:
                self.debits += amount
                debit = shown(amount)
            else:
                self.credits -= amount
                credit = shown(-amount)
            yield StatementRow(
                id=id,
                kind=kind,
                document_number=number,
                document_date=document_date,
                due_date=due,
                description=description,
                debit=debit,
                credit=credit,
                balance=shown(self.balance),
                invoice_number=invoice,
                order_number=order,
                open=told.left.get(id) if told.left else None,
                settled=told.settled.get(id, []) if told.settled else [],
            )


def _own_account(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(customers, customers.c.id == accounts.c.customer_id)
        .where(accounts.c.customer_id == _CUSTOMER, accounts.c.currency == customers.c.currency)
    )


def _head() -> Select[Any]:
    before = select(func.coalesce(func.sum(journal_entries.c.amount), 0)).where(
        journal_entries.c.account_id == accounts.c.id, journal_entries.c.document_date < _FIRST
    )
    return _own_account(accounts.c.currency, before.scalar_subquery())


def _are_few() -> ColumnElement[bool]:
    """Of more the lines are made while the database finds the others, which takes another round trip."""
    ids = select(journal_entries.c.id).where(*_of_period())
    return ~ids.offset(literal_column(str(2 * CHUNK))).exists()


def _of_period() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    account = _own_account(accounts.c.id).scalar_subquery()
    return journal_entries.c.account_id == account, journal_entries.c.document_date.between(_FIRST, _LAST)


def _entries() -> Select[Any]:
    """One account's entries are kept in the order of their dates."""
    entry = journal_entries.c
    theirs = and_(
        invoices.c.entry_id == entry.id, invoices.c.customer_id == _CUSTOMER, ~invoices.c.is_deleted
    )
    return (
        select(
            entry.id,
            entry.kind,
            entry.document_number,
            entry.document_date,
            entry.due_date,
            entry.description,
            entry.amount,
            invoices.c.number,
            invoices.c.order_number,
        )
        .outerjoin(invoices, theirs)
        .where(*_of_period())
        .order_by(entry.document_date, entry.id)
    )


_HEAD: Final = drawn(_head())
_ALL: Final = drawn(_entries())
_FEW: Final = drawn(_entries().where(_are_few()))

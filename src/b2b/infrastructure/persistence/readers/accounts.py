from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.account import (
    EntryKey,
    EntryPage,
    EntryRow,
    Standing,
    StatementView,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import money
from b2b.domain.accounts.errors import AccountNotFound
from b2b.domain.accounts.open_items import AccountItems
from b2b.domain.accounts.statement import Period
from b2b.domain.shared.ids import CustomerId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.readers.account_statement import read_statement
from b2b.infrastructure.persistence.readers.open_items import read_open_items
from b2b.infrastructure.persistence.tables.accounts import accounts, journal_entries
from b2b.infrastructure.persistence.tables.identity import customers


class SqlAccountReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def standing(self, customer_id: CustomerId) -> Standing:
        statement = (
            select(accounts.c.currency, accounts.c.credit_limit, accounts.c.balance, accounts.c.held)
            .join(customers, customers.c.id == accounts.c.customer_id)
            .where(accounts.c.customer_id == customer_id, accounts.c.currency == customers.c.currency)
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise AccountNotFound
        amounts = (Money(amount, row.currency) for amount in (row.credit_limit, row.balance, row.held))
        return Standing(row.currency, *amounts)

    async def open_items(self, customer_id: CustomerId, currency: Currency, *, as_of: date) -> AccountItems:
        return await read_open_items(self._session, customer_id, currency, as_of=as_of)

    async def entries(self, customer_id: CustomerId, currency: Currency, request: PageRequest) -> EntryPage:
        entry = journal_entries.c
        statement = select(journal_entries).where(_of_account(customer_id, currency))
        seen = decode_cursor(request.cursor, EntryKey)
        if seen is not None:
            statement = statement.where(tuple_(entry.document_date, entry.id) < (seen.document_date, seen.id))
        statement = statement.order_by(entry.document_date.desc(), entry.id.desc())
        found = (await self._session.execute(statement.limit(request.size + 1))).all()
        rows = [_entry(row, currency) for row in found]
        items, next_cursor = cut(
            rows, request.size, lambda row: EntryKey(document_date=row.document_date, id=row.id)
        )
        return EntryPage(items=items, next_cursor=next_cursor)

    async def statement(
        self, customer_id: CustomerId, period: Period, *, settled_on: date | None = None
    ) -> StatementView:
        return await read_statement(self._session, customer_id, period, settled_on=settled_on)


def _of_account(customer_id: CustomerId, currency: Currency) -> ColumnElement[bool]:
    """One account's entries are kept in the order of their dates."""
    account = select(accounts.c.id).where(
        accounts.c.customer_id == customer_id, accounts.c.currency == currency
    )
    return journal_entries.c.account_id == account.scalar_subquery()


def _entry(row: Row[Any], currency: Currency) -> EntryRow:
    debit, credit = _sides(row.amount, currency)
    return EntryRow(
        id=row.id,
        kind=row.kind,
        document_number=row.document_number,
        document_date=row.document_date,
        due_date=row.due_date,
        description=row.description,
        debit=money(debit),
        credit=money(credit),
        occurred_at=row.occurred_at,
    )


def _sides(amount: Decimal, currency: Currency) -> tuple[Money, Money]:
    zero = Decimal(0)
    return Money(max(amount, zero), currency), Money(max(-amount, zero), currency)

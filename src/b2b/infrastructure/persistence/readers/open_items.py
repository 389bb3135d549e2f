"""The entries of dealers' accounts that stand, as closings, ageing and statements ask for them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.accounts.open_items import AccountItems, Closing, OpenItem
from b2b.domain.shared.ids import CustomerId, EntryId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.tables.accounts import closings, invoices, journal_entries

AccountKey = tuple[CustomerId, Currency]
_Entry = Row[*tuple[Any, ...]]
# What an invoice is posted as again, after its name: one that is so new that its paper was not read with it.
_POSTED_ANEW: Final = re.compile(r"^(invoice:.+):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


async def read_open_items(
    session: AsyncSession, customer_id: CustomerId, currency: Currency, *, as_of: date
) -> AccountItems:
    """Every entry up to the day that stands, and what was said of them; what has no due date is due on its
    document date.
    """
    found = await read_accounts(session, {customer_id}, as_of=as_of)
    return found.get((customer_id, currency), AccountItems())


async def read_accounts(
    session: AsyncSession, customers: Set[CustomerId], *, as_of: date | None = None
) -> Mapping[AccountKey, AccountItems]:
    """The dealers' accounts in every currency; without a day also what is dated in the future."""
    items: dict[AccountKey, list[OpenItem]] = defaultdict(list)
    accounts: dict[EntryId, AccountKey] = {}
    keys: dict[tuple[UUID, str], AccountKey] = {}
    papers = await _papers(session, customers)
    for row in _standing(await _entries(session, customers, as_of)):
        written = row.customer_id, row.currency
        key = keys.get(written) or keys.setdefault(written, (CustomerId(written[0]), Currency(written[1])))
        entry_id = EntryId(row.id)
        accounts[entry_id] = key
        document = papers.get(row.id) or _POSTED_ANEW.sub(r"\1", row.reference)
        items[key].append(OpenItem(entry_id, row.due, Money(row.amount, key[1]), document))
    said = await _said(session, customers, accounts)
    return {key: AccountItems(listed, said.get(key, ())) for key, listed in items.items()}


async def _entries(session: AsyncSession, customers: Set[CustomerId], as_of: date | None) -> Sequence[_Entry]:
    entry = journal_entries.c
    statement = select(
        entry.id,
        entry.customer_id,
        entry.currency,
        entry.amount,
        func.coalesce(entry.due_date, entry.document_date).label("due"),
        entry.reference,
        entry.reverses_id,
    ).where(entry.customer_id.in_(customers))
    if as_of is not None:
        statement = statement.where(entry.document_date <= as_of)
    return (await session.execute(statement)).all()


def _standing(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """Neither undone nor undoing: a reversal closes what it reverses, and pays for nothing older.

    Both are of one account. Asked here, since the database would look both up for every entry.
    """
    known = {entry.id for entry in entries}
    undone = {entry.reverses_id for entry in entries if entry.reverses_id is not None}
    for entry in entries:
        if entry.id not in undone and entry.reverses_id not in known:
            yield entry


async def _papers(session: AsyncSession, customers: Set[CustomerId]) -> Mapping[UUID, str]:
    """What closings call an entry's paper where it is an invoice: that has one name however often it was
    posted anew.
    """
    statement = select(invoices.c.entry_id, invoices.c.external_id).where(
        invoices.c.customer_id.in_(customers), ~invoices.c.is_deleted, invoices.c.external_id.is_not(None)
    )
    return {row.entry_id: f"invoice:{row.external_id}" for row in await session.execute(statement)}


async def _said(
    session: AsyncSession, customers: Set[CustomerId], accounts: Mapping[EntryId, AccountKey]
) -> Mapping[AccountKey, list[Closing]]:
    """Of the entries in question; what others are said to close has no effect."""
    statement = select(closings.c.entry_id, closings.c.document, closings.c.amount).where(
        closings.c.customer_id.in_(customers)
    )
    found: dict[AccountKey, list[Closing]] = defaultdict(list)
    for row in await session.execute(statement):
        if key := accounts.get(row.entry_id):
            found[key].append(Closing(EntryId(row.entry_id), row.document, Money(row.amount, key[1])))
    return found

from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.accounts.open_items import AccountItems, Closing, OpenItem
from b2b.domain.shared.ids import CustomerId, EntryId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.tables.accounts import closings, invoices, journal_entries

AccountKey = tuple[CustomerId, Currency]


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
    entry = journal_entries.c
    statement = (
        select(
            entry.id,
            entry.customer_id,
            entry.currency,
            entry.amount,
            func.coalesce(entry.due_date, entry.document_date).label("due"),
            _document().label("document"),
        )
        .outerjoin(invoices, and_(invoices.c.entry_id == entry.id, ~invoices.c.is_deleted))
        .where(entry.customer_id.in_(customers), _stands(as_of))
    )
    if as_of is not None:
        statement = statement.where(entry.document_date <= as_of)
    for row in await session.execute(statement):
        key = CustomerId(row.customer_id), Currency(row.currency)
        accounts[EntryId(row.id)] = key
        items[key].append(OpenItem(EntryId(row.id), row.due, Money(row.amount, key[1]), row.document))
    said = await _said(session, customers, accounts)
    return {key: AccountItems(listed, said.get(key, ())) for key, listed in items.items()}


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


def _document() -> ColumnElement[str]:
    """What closings call the paper: an invoice has one name however often it was posted anew."""
    return case(
        (invoices.c.external_id.is_not(None), literal("invoice:") + invoices.c.external_id),
        else_=journal_entries.c.reference,
    )


def _stands(as_of: date | None) -> ColumnElement[bool]:
    """Neither undone nor undoing: a reversal closes what it reverses, and pays for nothing older."""
    other = journal_entries.alias("other")
    known = [] if as_of is None else [other.c.document_date <= as_of]
    undone = exists().where(other.c.reverses_id == journal_entries.c.id, *known)
    undoing = exists().where(other.c.id == journal_entries.c.reverses_id, *known)
    return and_(not_(undone), not_(undoing))

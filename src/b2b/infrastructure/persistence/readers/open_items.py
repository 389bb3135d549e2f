from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.accounts.open_items import OpenItem, apply_credits
from b2b.domain.shared.ids import CustomerId, EntryId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.tables.accounts import journal_entries


async def read_open_items(
    session: AsyncSession, customer_id: CustomerId, currency: Currency, *, as_of: date
) -> list[OpenItem]:
    """Every entry up to the day that stands; what has no due date is due on its document date."""
    due = func.coalesce(journal_entries.c.due_date, journal_entries.c.document_date)
    statement = select(journal_entries.c.id, due.label("due"), journal_entries.c.amount).where(
        journal_entries.c.customer_id == customer_id,
        journal_entries.c.currency == currency.code,
        journal_entries.c.document_date <= as_of,
        _stands(as_of),
    )
    found = (await session.execute(statement)).all()
    return [OpenItem(EntryId(row.id), row.due, Money(row.amount, currency)) for row in found]


async def read_open_debts(session: AsyncSession, customers: Set[CustomerId]) -> Mapping[EntryId, OpenItem]:
    """What is left of the dealers' debts, by entry: those that are paid are not among them."""
    due = func.coalesce(journal_entries.c.due_date, journal_entries.c.document_date)
    statement = select(
        journal_entries.c.id,
        journal_entries.c.customer_id,
        journal_entries.c.currency,
        journal_entries.c.amount,
        due.label("due"),
    ).where(journal_entries.c.customer_id.in_(customers), _stands(None))
    accounts: dict[tuple[CustomerId, str], list[OpenItem]] = defaultdict(list)
    for row in await session.execute(statement):
        item = OpenItem(EntryId(row.id), row.due, Money(row.amount, Currency(row.currency)))
        accounts[row.customer_id, row.currency].append(item)
    return {
        debt.entry_id: debt
        for (_customer, currency), items in accounts.items()
        for debt in apply_credits(items, Currency(currency)).debts
    }


def _stands(as_of: date | None) -> ColumnElement[bool]:
    """Neither undone nor undoing: a reversal closes what it reverses, and pays for nothing older."""
    other = journal_entries.alias("other")
    known = [] if as_of is None else [other.c.document_date <= as_of]
    undone = exists().where(other.c.reverses_id == journal_entries.c.id, *known)
    undoing = exists().where(other.c.id == journal_entries.c.reverses_id, *known)
    return and_(not_(undone), not_(undoing))

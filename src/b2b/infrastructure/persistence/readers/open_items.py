"""The entries of dealers' accounts that stand, as closings, ageing and statements ask for them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Text, Uuid, any_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.accounts.open_items import AccountItems, Closing, OpenItem
from b2b.domain.shared.ids import CustomerId, EntryId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.readers.statements import drawn, rows_of
from b2b.infrastructure.persistence.tables.accounts import closings, invoices, journal_entries

AccountKey = tuple[CustomerId, Currency]
_Row = tuple[Any, ...]
# What an invoice is posted as again, after its name: one that is so new that its paper was not read with it.
_INVOICE: Final = "invoice:"
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
    asked: dict[str, object] = {"customers": list(customers)}
    entries, named, said = await rows_of(
        session, (_ENTRIES, asked | {"last": as_of or date.max}), (_PAPERS, asked), (_SAID, asked)
    )
    papers = {entry: f"{_INVOICE}{name}" for entry, name in named}
    closing: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for entry, document, amount in said:
        closing[entry].append((document, amount))
    books: dict[tuple[str, str], _Account] = {}
    for customer, code, name, id, amount, due, reference, _reverses in _standing(entries):
        account = books.get((customer, code)) or books.setdefault((customer, code), _Account(Currency(code)))
        account.enter(id, due, amount, papers.get(name) or _paper(reference))
        if name in closing:
            account.say(id, closing[name])
    return {
        (CustomerId(UUID(customer)), account.currency): AccountItems(account.items, account.closings)
        for (customer, _code), account in books.items()
    }


@dataclass(slots=True)
class _Account:
    """What was read of it so far."""

    currency: Currency
    items: list[OpenItem] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    units: Decimal = field(init=False)

    def __post_init__(self) -> None:
        self.units = 1 / self.currency.minor_unit

    def enter(self, entry_id: EntryId, due: date, amount: Decimal, document: str) -> None:
        self.items.append(OpenItem(entry_id, due, int(amount * self.units), self.currency, document))

    def say(self, entry_id: EntryId, closed: Sequence[tuple[str, Decimal]]) -> None:
        for document, amount in closed:
            self.closings.append(Closing(entry_id, document, Money(amount, self.currency)))


def _paper(reference: str) -> str:
    """What closings call an entry whose paper was not read."""
    return _POSTED_ANEW.sub(r"\1", reference) if reference.startswith(_INVOICE) else reference


def _standing(entries: Sequence[_Row]) -> Iterator[_Row]:
    """Neither undone nor undoing: a reversal closes what it reverses, and pays for nothing older.

    Both are of one account. Asked here, since the database would look both up for every entry.
    """
    undone = {entry[-1] for entry in entries if entry[-1] is not None}
    reversed_here = {entry[2] for entry in entries if entry[2] in undone}
    for entry in entries:
        if entry[2] not in undone and entry[-1] not in reversed_here:
            yield entry


def _theirs(customer_id: ColumnElement[Any]) -> ColumnElement[bool]:
    # As one value: thousands of them would each be a parameter to be written, read and planned.
    return customer_id == any_(bindparam("customers", type_=ARRAY(Uuid)))


# Ids that are only compared come as text: comparing those costs a tenth.
_ENTRIES: Final = drawn(
    select(
        cast(journal_entries.c.customer_id, Text),
        journal_entries.c.currency,
        cast(journal_entries.c.id, Text),
        journal_entries.c.id,
        journal_entries.c.amount,
        func.coalesce(journal_entries.c.due_date, journal_entries.c.document_date),
        journal_entries.c.reference,
        cast(journal_entries.c.reverses_id, Text),
    ).where(
        _theirs(journal_entries.c.customer_id),
        journal_entries.c.document_date <= bindparam("last", type_=Date),
    )
)
# An invoice has one name however often it was posted anew.
_PAPERS: Final = drawn(
    select(cast(invoices.c.entry_id, Text), invoices.c.external_id).where(
        _theirs(invoices.c.customer_id),
        ~invoices.c.is_deleted,
        invoices.c.entry_id.is_not(None),
        invoices.c.external_id.is_not(None),
    )
)
_SAID: Final = drawn(
    select(cast(closings.c.entry_id, Text), closings.c.document, closings.c.amount).where(
        _theirs(closings.c.customer_id)
    )
)

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Uuid, and_, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.settlements import SettlementRow
from b2b.application.shared.values import MoneyValue, counted
from b2b.domain.accounts.open_items import Applied, Settled
from b2b.domain.shared.ids import EntryId
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.accounts import invoices, journal_entries


class Paper(NamedTuple):
    """What an entry is called where another says that they closed each other."""

    id: EntryId
    kind: str
    document_number: str
    document_date: date
    invoice_number: str | None


class _Told:
    """Of one entry. Looking it up costs more than the row that is made for it, so that is done once."""

    __slots__ = ("paper", "rows")

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.rows: list[SettlementRow] = []


_Pair = tuple[_Told | None, _Told | None, Settled]


async def read_settlements(
    session: AsyncSession, applied: Applied, wanted: Iterable[Paper]
) -> Mapping[EntryId, list[SettlementRow]]:
    """What closed the entries in question, and what they closed: the chosen first, then the oldest."""
    told = {paper.id: _Told(paper) for paper in wanted}
    pairs = list(_pairs(applied, told))
    others = {settled.debt for debt, _credit, settled in pairs if debt is None}
    others |= {settled.credit for _debt, credit, settled in pairs if credit is None}
    papers = await _papers(session, others)
    shown = counted(applied.currency)
    for debt, credit, settled in pairs:
        amount = shown(settled.minor_units)
        if debt is not None:
            paper = credit.paper if credit else papers[settled.credit]
            debt.rows.append(_row(paper, amount, chosen=settled.chosen))
        if credit is not None:
            paper = debt.paper if debt else papers[settled.debt]
            credit.rows.append(_row(paper, amount, chosen=settled.chosen))
    return {entry: each.rows for entry, each in told.items()}


def _pairs(applied: Applied, told: Mapping[EntryId, _Told]) -> Iterator[_Pair]:
    for settled in applied.settled:
        debt, credit = told.get(settled.debt), told.get(settled.credit)
        if debt or credit:
            yield debt, credit, settled


async def _papers(session: AsyncSession, entries: Set[EntryId]) -> Mapping[EntryId, Paper]:
    if not entries:
        return {}
    rows = await _PAPERS.rows(session, {"entries": list(entries)})
    return {row[0]: Paper(*row) for row in rows}


def _row(paper: Paper, amount: MoneyValue, *, chosen: bool) -> SettlementRow:
    return SettlementRow(
        entry_id=paper.id,
        kind=paper.kind,
        document_number=paper.document_number,
        document_date=paper.document_date,
        amount=amount,
        chosen=chosen,
        invoice_number=paper.invoice_number,
    )


_ENTRY: Final = journal_entries.c
_PAPERS: Final = drawn(
    select(_ENTRY.id, _ENTRY.kind, _ENTRY.document_number, _ENTRY.document_date, invoices.c.number)
    .outerjoin(invoices, and_(invoices.c.entry_id == _ENTRY.id, ~invoices.c.is_deleted))
    # As one value: thousands of them would each be a parameter to be written, read and planned.
    .where(_ENTRY.id == any_(bindparam("entries", type_=ARRAY(Uuid))))
)

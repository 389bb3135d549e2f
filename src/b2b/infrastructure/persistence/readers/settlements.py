from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any

from sqlalchemy import Row, Select, Uuid, and_, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.settlements import SettlementRow
from b2b.application.shared.values import money
from b2b.domain.accounts.open_items import Applied, Settled
from b2b.domain.shared.ids import EntryId
from b2b.infrastructure.persistence.tables.accounts import invoices, journal_entries

_Pairs = Mapping[EntryId, list[tuple[EntryId, Settled]]]


async def read_settlements(
    session: AsyncSession, applied: Applied, wanted: Set[EntryId]
) -> Mapping[EntryId, list[SettlementRow]]:
    """What closed the entries in question, and what they closed: the chosen first, then the oldest."""
    pairs = _pairs(applied, wanted)
    papers = await _papers(session, {other for listed in pairs.values() for other, _settled in listed})
    return {
        entry: [_row(papers[other], settled) for other, settled in listed] for entry, listed in pairs.items()
    }


def _pairs(applied: Applied, wanted: Set[EntryId]) -> _Pairs:
    found: dict[EntryId, list[tuple[EntryId, Settled]]] = defaultdict(list)
    for settled in applied.settled:
        for entry, other in ((settled.debt, settled.credit), (settled.credit, settled.debt)):
            if entry in wanted:
                found[entry].append((other, settled))
    return found


async def _papers(session: AsyncSession, entries: Set[EntryId]) -> Mapping[EntryId, Row[Any]]:
    if not entries:
        return {}
    entry = journal_entries.c
    # As one value: thousands of them would each be a parameter to be written, read and planned.
    wanted = bindparam("entries", list(entries), type_=ARRAY(Uuid))
    statement: Select[Any] = (
        select(entry.id, entry.kind, entry.document_number, entry.document_date, invoices.c.number)
        .outerjoin(invoices, and_(invoices.c.entry_id == entry.id, ~invoices.c.is_deleted))
        .where(entry.id == any_(wanted))
    )
    return {EntryId(row.id): row for row in await session.execute(statement)}


def _row(paper: Row[Any], settled: Settled) -> SettlementRow:
    return SettlementRow(
        entry_id=paper.id,
        kind=paper.kind,
        document_number=paper.document_number,
        document_date=paper.document_date,
        amount=money(settled.amount),
        chosen=settled.chosen,
        invoice_number=paper.number,
    )

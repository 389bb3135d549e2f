"""What pushed entries are said to close: named documents, which may come later than who closes them.

What of it counts is never stored: the domain says so of an account's entries whenever it is asked.
"""

from collections.abc import Iterator, Sequence
from typing import Final, LiteralString

from b2b.application.integration.documents import closings_of, document_closed
from b2b.application.integration.items.accounts import AccountEntryItem
from b2b.application.integration.ports import AnyItem
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule

OTHER_ACCOUNT: Final = 503
SAME_SIDE: Final = 504
WAITS: Final = 505

RULES: Final = {
    OTHER_ACCOUNT: Rule(
        broken="",
        code="ledger.closing_other_account",
        pointer="/closes",
        detail="What is closed is of another dealer, or in another currency.",
    ),
    SAME_SIDE: Rule(
        broken="",
        code="ledger.closing_same_side",
        pointer="/closes",
        detail="A debit closes credits, and a credit closes debits.",
    ),
    WAITS: Rule(
        broken="",
        code="ledger.closing_waits",
        pointer="/closes",
        detail="The entry is kept. What it closes is not known, or not open by as much: that part has no"
        " effect until it is.",
    ),
}

# The documents that are named, as far as they are known: an invoice is what it is posted as at present.
_NAMED: Final[LiteralString] = (
    "select b.pos, b.at, e.id, e.customer_id, e.currency, e.amount"
    " from bulk_closes b join journal_entries e on e.reference = b.document where b.document like 'erp:%'"
    " union all select b.pos, b.at, e.id, e.customer_id, e.currency, e.amount"
    # The key is made beforehand: row security uses an index for a value, but not for an expression.
    " from (select pos, at, substr(document, 9) as invoice from bulk_closes"
    "  where document like 'invoice:%' offset 0) b"
    " join invoices i on i.external_id = b.invoice and not i.is_deleted"
    " join journal_entries e on e.id = i.entry_id"
)
_REVERSED: Final[LiteralString] = "exists (select from journal_entries r where r.reverses_id = {id})"
CHANGED: Final[LiteralString] = (
    "update bulk_work w set closes = false where outcome = 's';"
    "update bulk_work w set outcome = 'u' from ("
    " select o.pos from bulk_work o join bulk_closes b using (pos) left join closings k"
    "  on k.entry_id = o.stored_id and k.document = b.document and k.amount = b.amount"
    "  where o.outcome = 'n' and o.closes and k.id is null"
    " union select o.pos from bulk_work o join closings k on k.entry_id = o.stored_id left join bulk_closes b"
    "  on b.pos = o.pos and b.document = k.document and b.amount = k.amount"
    "  where o.outcome = 'n' and o.closes and b.pos is null"
    ") x where x.pos = w.pos;"
)
# A mistake is told where it can be seen already; the entry is then not taken.
_REFUSED: Final[LiteralString] = (
    "update bulk_work w set outcome = 'f', posts = false, closes = false, fault = x.fault,"
    " place = '/' || x.at from (select distinct on (o.pos) o.pos, n.at, case when"
    "  (n.customer_id, n.currency) = (o.customer_id, o.currency::bpchar) then 504 else 503 end as fault"
    " from ({named}) n join bulk_work o using (pos)"
    " join bulk_postings p on p.pos = o.pos and p.ledger = 'receivable'"
    " where o.closes and ((n.customer_id, n.currency) <> (o.customer_id, o.currency::bpchar)"
    "  or (n.amount > 0) = (p.amount > 0)) order by o.pos, n.at"
    ") x where x.pos = w.pos;"
)
# Only said, never refused: the order in which documents come is the sender's.
_REMARKED: Final[LiteralString] = (
    "update bulk_work w set fault = 505, place = '/' || x.at from ("
    " select distinct on (o.pos) o.pos, b.at from bulk_closes b join bulk_work o using (pos)"
    " left join ({named}) n using (pos, at)"
    " join bulk_postings p on p.pos = o.pos and p.ledger = 'receivable'"
    " where o.closes and (n.id is null or {paper_reversed} or (n.amount > 0) = (p.amount > 0)"
    "  or (n.customer_id, n.currency) <> (o.customer_id, o.currency::bpchar)"
    "  or abs(n.amount) < (select sum(k.amount) from closings k where k.document = b.document"
    "   and not {closer_reversed})) order by o.pos, b.at"
    ") x where x.pos = w.pos;"
)
# Most entries close nothing by name: the papers are not looked for then.
_WHERE_SOME: Final[LiteralString] = (
    "do $$ begin if exists (select from bulk_closes) then {statement} end if; end $$;"
)
# Without knowing them the planner takes lists of thousands for a handful, and looks each up in all others.
MEASURE: Final = _WHERE_SOME.format(
    statement="analyze bulk_closes; analyze bulk_postings; analyze bulk_work;"
)
REFUSE: Final = _WHERE_SOME.format(statement=_REFUSED.format(named=_NAMED))
REMARK: Final = _WHERE_SOME.format(
    statement=_REMARKED.format(
        named=_NAMED,
        paper_reversed=_REVERSED.format(id="n.id"),
        closer_reversed=_REVERSED.format(id="k.entry_id"),
    )
)
KEEP: Final[LiteralString] = (
    "insert into closing_lists as l (id, customer_id, entry_id, source_version)"
    " select w.new_id, w.customer_id, coalesce(w.stored_id, w.new_id), w.given_version from bulk_work w"
    " where w.closes and w.outcome in ('c', 'u', 'n') order by w.pos"
    " on conflict (tenant_id, entry_id) do update"
    " set source_version = greatest(l.source_version, excluded.source_version)"
    " where excluded.source_version > coalesce(l.source_version, -1);"
    "delete from closings k using bulk_work w"
    " where k.entry_id = w.stored_id and w.closes and w.outcome = 'u';"
    "insert into closings (id, customer_id, entry_id, document, amount)"
    " select b.new_id, w.customer_id, coalesce(w.stored_id, w.new_id), b.document, b.amount"
    " from bulk_closes b join bulk_work w using (pos) where w.closes and w.outcome in ('c', 'u');"
)


def _closes(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, AccountEntryItem):
        for closing in closings_of(item):
            yield document_closed(closing), closing.amount


CLOSES: Final = Part(name="bulk_closes", columns=(("document", "text"), ("amount", "numeric")), rows=_closes)

"""Movements of dealers' accounts, posted to the journal and never changed, and what they close."""

from collections.abc import Iterator, Sequence
from typing import Final, LiteralString

from b2b.application.integration.documents import entry_fault, entry_of
from b2b.application.integration.items.accounts import AccountEntryItem
from b2b.application.integration.ports import AnyItem
from b2b.domain.accounts.journal import JournalEntry
from b2b.domain.shared.errors import Fault
from b2b.infrastructure.persistence.bulk import closings
from b2b.infrastructure.persistence.bulk.convert import DATE, marked
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule, Target, column


def posting_rows(entry: JournalEntry) -> Iterator[Sequence[Cell]]:
    for posting in entry.postings:
        yield posting.ledger.value, f"{posting.amount.amount:f}"


POSTINGS: Final[tuple[tuple[LiteralString, LiteralString], ...]] = (("ledger", "text"), ("amount", "numeric"))

# `bulk_work` names what is posted (`posts_to` is the currency's account of `customer_id`) and what is
# reversed (`reversed_id`). Accounts are opened where needed and locked in the order of their ids before any
# balance moves, as everybody else locks them.
OPEN_AND_LOCK: Final[LiteralString] = (
    "insert into accounts (id, customer_id, currency)"
    " select distinct on (customer_id, currency) new_id, customer_id, currency from bulk_work"
    " where posts order by customer_id, currency, pos"
    " on conflict (tenant_id, customer_id, currency) do nothing;"
    "select from accounts a where a.id in ("
    " select p.id from bulk_work w join accounts p on p.customer_id = w.customer_id"
    "  and p.currency = w.currency where w.posts"
    " union select e.account_id from bulk_work w join journal_entries e on e.id = w.reversed_id"
    ") order by a.id for update;"
)
# After the deletions that came first had their say.
NOT_STALE: Final[LiteralString] = "update bulk_work set posts = false where posts and outcome = 's';"
REVERSE: Final[LiteralString] = (
    "insert into journal_entries (id, customer_id, account_id, reference, kind, document_number,"
    " document_date, due_date, description, currency, amount, occurred_at, reverses_id, source,"
    " source_version)"
    " select w.reversal_id, e.customer_id, e.account_id, 'reversal:' || e.reference, 'reversal',"
    " e.document_number, (now() at time zone 'Europe/Istanbul')::date, e.due_date, e.description,"
    " e.currency, -e.amount, now(), e.id, 'erp', w.given_version"
    " from bulk_work w join journal_entries e on e.id = w.reversed_id;"
    "insert into journal_postings (id, customer_id, entry_id, ledger, amount, currency)"
    " select gen_random_uuid(), p.customer_id, w.reversal_id, p.ledger, -p.amount, p.currency"
    " from bulk_work w join journal_postings p on p.entry_id = w.reversed_id;"
)
POST: Final[LiteralString] = (
    "insert into journal_entries (id, customer_id, account_id, reference, kind, document_number,"
    " document_date, due_date, description, currency, amount, occurred_at, source, source_version)"
    " select w.new_id, w.customer_id, a.id, w.reference, w.kind, w.document_number, w.document_date,"
    " w.due_date, w.description, w.currency, p.amount, now(), 'erp', w.given_version"
    " from bulk_work w join bulk_postings p on p.pos = w.pos and p.ledger = 'receivable'"
    " join accounts a on a.customer_id = w.customer_id and a.currency = w.currency"
    " where w.posts order by w.pos;"
    "insert into journal_postings (id, customer_id, entry_id, ledger, amount, currency)"
    " select p.new_id, w.customer_id, w.new_id, p.ledger, p.amount, w.currency"
    " from bulk_postings p join bulk_work w using (pos) where w.posts;"
)
BALANCE: Final[LiteralString] = (
    "update accounts a set balance = a.balance + moved.amount, version = a.version + 1 from ("
    " select e.account_id, sum(e.amount) as amount from journal_entries e where e.id in ("
    "  select new_id from bulk_work where posts union select reversal_id from bulk_work"
    "   where reversal_id is not null)"
    " group by e.account_id) moved where moved.account_id = a.id;"
)


def _check(item: AnyItem) -> Fault | None:
    return entry_fault(item) if isinstance(item, AccountEntryItem) else None


def _postings(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, AccountEntryItem):
        yield from posting_rows(entry_of(item))


ENTRY_TARGET: Final = Target(
    table="journal_entries",
    columns=(
        column("closes_given", "closes", convert=marked),
        column("customer", "customer_external_id"),
        column("kind"),
        column("document_number", "number"),
        column("document_date", kind="date", convert=DATE),
        column("due_date", kind="date", convert=DATE),
        column("currency"),
        column("description"),
    ),
    parts=(Part(name="bulk_postings", columns=POSTINGS, rows=_postings), closings.CLOSES),
    check=_check,
    classify=(
        "create temp table bulk_work on commit drop as"
        " select w.*, outcome = 'c' as posts,"
        " case when outcome = 'u' and is_delete then stored_id end as reversed_id,"
        " case when outcome = 'u' and is_delete then new_id end as reversal_id,"
        " (given & 1) <> 0 as closes, null::text as place from ("
        " select s.pos, s.new_id, s.is_delete, s.given, s.external_id, t.id is null as is_new,"
        "  s.source_version as given_version,"
        "  s.reference, c.id as customer_id, t.id as stored_id, s.kind,"
        "  s.document_number, s.document_date, s.due_date, s.currency, s.description,"
        "  case when {is_update} and t.id is null then 1"
        "   when s.is_delete then 0 when c.id is null then 500 when t.id is null then 0"
        "   when r.id is not null then 501"
        "   when (c.id, s.kind, s.document_number, s.document_date, s.due_date, s.currency::bpchar,"
        "    s.description) is distinct from (t.customer_id, t.kind, t.document_number, t.document_date,"
        "    t.due_date, t.currency, t.description)"
        "   or exists (select p.ledger, p.amount from bulk_postings p where p.pos = s.pos"
        "    except select x.ledger, x.amount from journal_postings x where x.entry_id = t.id) then 502"
        "   else 0 end as fault,"
        "  case when s.source_version < greatest(t.source_version, l.source_version) then 's'"
        "   when t.id is null then case when s.is_delete then 'n' else 'c' end"
        "   when s.is_delete and r.id is null then 'u' else 'n' end as outcome"
        # Made beforehand: row security uses an index for a value, but not for an expression.
        " from (select *, 'erp:' || external_id as reference, 'reversal:erp:' || external_id as reversal"
        "  from bulk_stage offset 0) s left join journal_entries t on t.reference = s.reference"
        " left join closing_lists l on l.entry_id = t.id"
        " left join journal_entries r on r.reference = s.reversal"
        " left join customers c on c.external_id = s.customer and not c.is_deleted"
        ") w;"
        "update bulk_work set outcome = 'f', posts = false, closes = false, reversed_id = null,"
        " reversal_id = null where fault > 0 and outcome <> 's';"
    ),
    prepare=(closings.MEASURE, closings.CHANGED, closings.REFUSE, NOT_STALE),
    late={
        500: Rule(
            broken="",
            code="reference.unknown",
            pointer="/customer_external_id",
            detail="Nothing is known by this name.",
        ),
        501: Rule(
            broken="",
            code="entry.reversed",
            pointer="/external_id",
            detail="This entry was deleted; what is posted instead needs a key of its own.",
        ),
        502: Rule(
            broken="",
            code="entry.immutable",
            pointer="/external_id",
            detail="An entry is never changed: delete it, and push its successor under a new key.",
        ),
        **closings.RULES,
    },
    remarks=True,
    # Each item looks its own rows up.
    locks="create index on bulk_postings (pos); create index on bulk_closes (pos);",
    write=OPEN_AND_LOCK,
    effects=(REVERSE, POST, BALANCE, closings.KEEP, closings.REMARK),
    lines_max=5_000,
)

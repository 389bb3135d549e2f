"""Invoices with their lines, their posting, and the credit held for their orders."""

from collections.abc import Iterator, Sequence
from typing import Final

from b2b.application.integration.documents import invoice_entry_of, invoice_fault
from b2b.application.integration.items.accounts import InvoiceItem
from b2b.application.integration.ports import AnyItem
from b2b.domain.shared.errors import Fault
from b2b.infrastructure.persistence.bulk.convert import DATE, amount
from b2b.infrastructure.persistence.bulk.entries import (
    BALANCE,
    NOT_STALE,
    OPEN_AND_LOCK,
    POST,
    POSTINGS,
    REVERSE,
    posting_rows,
)
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule, Target, column


def _check(item: AnyItem) -> Fault | None:
    return invoice_fault(item) if isinstance(item, InvoiceItem) else None


def _postings(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, InvoiceItem):
        yield from posting_rows(invoice_entry_of(item))


def _lines(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, InvoiceItem) and isinstance(item.lines, list):
        for line in item.lines:
            yield (
                line.sku,
                line.name,
                str(line.quantity),
                line.unit_price,
                line.vat_rate,
                amount(line.net),
                amount(line.vat),
            )


# What stays held for an order is what is still to be invoiced of it: nothing once it has ended, and never
# more than was held at first. An invoice that is lowered, deleted or moved to another order so gives its
# share back. The account is locked already, as it is by whoever changes what an order comes to.
_HOLD_THE_REST: Final = (
    "create temp table bulk_rest on commit drop as"
    " select x.*, x.amount - x.needed as taken from ("
    " select h.id, h.account_id, h.amount, h.released as was_taken, case"
    "   when o.status in ('completed', 'cancelled', 'rejected') then 0"
    "   else least(h.amount, greatest(0, o.gross - coalesce((select sum(i.gross) from invoices i"
    "    where i.order_id = o.id and i.currency = h.currency and not i.is_deleted), 0))) end as needed"
    " from credit_holds h join orders o on o.id = h.order_id where h.order_id in ("
    "  select order_id from bulk_work where outcome in ('c', 'u')"
    "  union select stored_order from bulk_work where outcome in ('c', 'u'))"
    " ) x where x.amount - x.needed <> x.was_taken;"
    "update credit_holds h set released = x.taken,"
    " state = case when x.needed > 0 then 'held' else 'converted' end"
    " from bulk_rest x where x.id = h.id;"
    "update accounts a set held = a.held - x.taken, version = a.version + 1"
    " from (select account_id, sum(taken - was_taken) as taken from bulk_rest group by account_id) x"
    " where x.account_id = a.id;"
    "drop table bulk_rest;"
)

INVOICE_TARGET: Final = Target(
    table="invoices",
    columns=(
        column("customer", "customer_external_id"),
        column("order_number"),
        column("document_number", "number"),
        column("document_date", "issued_on", kind="date", convert=DATE),
        column("due_date", "due_on", kind="date", convert=DATE),
        column("currency"),
        column("net", "totals", kind="numeric", convert=lambda totals: amount(totals.net)),
        column("tax", "totals", kind="numeric", convert=lambda totals: amount(totals.vat)),
        column("gross", "totals", kind="numeric", convert=lambda totals: amount(totals.gross)),
    ),
    parts=(
        Part(name="bulk_postings", columns=POSTINGS, rows=_postings),
        Part(
            name="bulk_lines",
            columns=(
                ("sku", "varchar(40)"),
                ("name", "varchar(400)"),
                ("quantity", "integer"),
                ("unit_price", "numeric"),
                ("vat_rate", "numeric"),
                ("net", "numeric"),
                ("tax", "numeric"),
            ),
            rows=_lines,
        ),
    ),
    check=_check,
    classify=(
        "create temp table bulk_work on commit drop as"
        " select w.*, outcome in ('c', 'u') and not is_delete as posts,"
        " case when outcome = 'u' and not was_deleted then stored_entry end as reversed_id,"
        " null::uuid as reversal_id, null::text as place from ("
        " select s.pos, s.new_id, coalesce(t.id, s.new_id) as id, t.id is null as is_new, s.is_delete,"
        "  s.external_id, s.source_version as given_version,"
        "  s.source_version > coalesce(t.source_version, -1) as is_newer,"
        "  'invoice:' || s.external_id || case when t.id is null then '' else ':' || s.new_id end"
        "   as reference, 'invoice'::text as kind, null::text as description,"
        "  coalesce(t.is_deleted, false) as was_deleted, t.entry_id as stored_entry,"
        "  c.id as customer_id, o.id as order_id, s.order_number, s.document_number, s.document_date,"
        "  s.due_date, s.currency, s.net, s.tax, s.gross,"
        "  t.order_id as stored_order,"
        "  case when {is_update} and t.id is null then 1 when s.is_delete then 0"
        "   when c.id is null then 500 when s.order_number is not null and o.id is null then 501"
        "   else 0 end as fault,"
        "  case when s.source_version < t.source_version then 's'"
        "   when t.id is null then case when s.is_delete then 'n' else 'c' end"
        "   when s.is_delete then case when t.is_deleted then 'n' else 'u' end"
        "   when t.is_deleted or (c.id, o.id, s.order_number, s.document_number, s.document_date,"
        "    s.due_date, s.currency::bpchar, s.net, s.tax, s.gross) is distinct from (t.customer_id,"
        "    t.order_id, t.order_number, t.number, t.issued_on, t.due_on, t.currency, t.net, t.tax,"
        "    t.gross)"
        "   or (select array_agg((l.at + 1, l.sku, l.name, l.quantity, l.unit_price, l.vat_rate, l.net,"
        "    l.tax) order by l.at) from bulk_lines l where l.pos = s.pos) is distinct from"
        "    (select array_agg((l.line_number, l.sku, l.name, l.quantity, l.unit_price, l.vat_rate,"
        "    l.net, l.tax) order by l.line_number) from invoice_lines l where l.invoice_id = t.id)"
        "   then 'u' else 'n' end as outcome"
        " from bulk_stage s left join invoices t on t.external_id = s.external_id"
        " left join customers c on c.external_id = s.customer and not c.is_deleted"
        " left join orders o on o.number = s.order_number and o.customer_id = c.id"
        ") w;"
        "update bulk_work set outcome = 'f', posts = false, reversed_id = null"
        " where fault > 0 and outcome <> 's';"
        # A UUID of version 7 like that of the new posting, and just before it: so a statement reads in order.
        "update bulk_work set reversal_id ="
        " (left(new_id::text, 15) || '000-8000-' || right(gen_random_uuid()::text, 12))::uuid"
        " where reversed_id is not null;"
    ),
    prepare=(NOT_STALE,),
    late={
        500: Rule(
            broken="",
            code="reference.unknown",
            pointer="/customer_external_id",
            detail="Nothing is known by this name.",
        ),
        501: Rule(
            broken="",
            code="reference.unknown",
            pointer="/order_number",
            detail="The customer has no such order.",
        ),
    },
    write=OPEN_AND_LOCK,
    effects=(
        REVERSE,
        POST,
        BALANCE,
        "insert into invoices (id, customer_id, order_id, order_number, number, issued_on, due_on, currency,"
        " net, tax, gross, entry_id, external_id, source, source_version, last_synced_at)"
        " select id, customer_id, order_id, order_number, document_number, document_date, due_date,"
        " currency, net, tax, gross, new_id, external_id, 'erp', given_version, now()"
        " from bulk_work where outcome = 'c' order by pos;",
        "delete from invoice_lines l using bulk_work w"
        " where l.invoice_id = w.id and w.outcome = 'u' and w.posts;",
        "update invoices t set customer_id = w.customer_id, order_id = w.order_id,"
        " order_number = w.order_number, number = w.document_number, issued_on = w.document_date,"
        " due_on = w.due_date, currency = w.currency, net = w.net, tax = w.tax, gross = w.gross,"
        " entry_id = w.new_id, is_deleted = false"
        " from bulk_work w where w.id = t.id and w.outcome = 'u' and w.posts;",
        "update invoices t set is_deleted = w.is_delete and w.outcome = 'u' or t.is_deleted,"
        " source_version = coalesce(w.given_version, t.source_version), last_synced_at = now()"
        " from bulk_work w where w.id = t.id and not w.is_new"
        " and (w.outcome = 'u' or w.outcome = 'n' and w.is_newer);",
        "insert into invoice_lines (id, customer_id, invoice_id, line_number, product_id, sku, name,"
        " quantity, unit_price, vat_rate, net, tax)"
        " select l.new_id, w.customer_id, w.id, l.at + 1, p.id, l.sku, l.name, l.quantity, l.unit_price,"
        " l.vat_rate, l.net, l.tax from bulk_lines l join bulk_work w using (pos)"
        " left join products p on p.sku = l.sku where w.posts;",
        _HOLD_THE_REST,
    ),
    lines_max=1_000,
)

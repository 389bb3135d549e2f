"""Where people changed what the ERP masters: its word is put into the inbox instead of over theirs."""

from typing import Final, LiteralString

# Whoever changes something of a dealer's here locks the dealer first, and so does a push before it looks:
# neither writes over what the other is about to.
LOCK_DEALERS: Final[LiteralString] = (
    "select from customers c join bulk_stage s on s.external_id = c.external_id"
    " order by c.id for no key update of c;"
)

# A status that is not taken over changes nothing by itself.
_UNTOUCHED: Final[LiteralString] = (
    "update bulk_work w set outcome = 'n' from local_changes l"
    " where l.customer_id = w.id and w.outcome = 'u' and not w.is_delete"
    " and (w.code, w.title, w.tax_number, w.tax_office, w.tier_id, w.currency, w.payment_terms_days,"
    "  w.status) is not distinct from (w.old_code, w.old_title, w.old_tax_number, w.old_tax_office,"
    "  w.old_tier_id, w.old_currency, w.old_payment_terms_days, w.old_status);"
)


# What both say is the ERP's again; anything else is offered, once, and not written.
_STEPS: Final[tuple[LiteralString, ...]] = (
    "delete from local_changes l using bulk_work w where {here} and l.local_value = {said};",
    "update local_changes l set state = 'open', erp_value = {said}, offered_at = now() from bulk_work w"
    " where {here} and l.erp_value is distinct from {said};",
    "update bulk_work w set {unsay} from local_changes l where {here};",
)
_HERE: Final[LiteralString] = (
    "l.customer_id = w.id and l.field = '{name}' and {said} is not null and not w.is_new"
    " and not w.is_delete and w.outcome in ('u', 'n') and coalesce(l.currency = w.currency, true)"
)


def _field(name: LiteralString, said: LiteralString, unsay: LiteralString) -> tuple[LiteralString, ...]:
    here = _HERE.format(name=name, said=said)
    return tuple(step.format(here=here, said=said, unsay=unsay) for step in _STEPS)


_PLACE: Final[tuple[LiteralString, ...]] = (
    "kind",
    "title",
    "line1",
    "line2",
    "district",
    "province",
    "postal_code",
    "country",
    "contact_name",
    "phone",
    "is_default",
)


def _stated(row: LiteralString) -> LiteralString:
    parts: list[LiteralString] = [f"'{name}', {row}.{name}" for name in _PLACE]
    return f"jsonb_build_object({', '.join(parts)})"


# Of each address that people changed, where its dealer's addresses are said: what is here, what is said.
# An address is one field: what is kept of it takes the place of what was said, before anything is compared.
_ADDRESSES: Final[tuple[LiteralString, ...]] = (
    "create temp table bulk_local on commit drop as"  # noqa: S608
    " select l.id, a.id as address_id, w.pos, a.external_id, a.is_deleted,"
    " case when a.is_deleted then 'null' else " + _stated("a") + " end as here,"
    " case when b.pos is null then 'null' else " + _stated("b") + " end as said"
    " from local_addresses l join bulk_work w on w.id = l.customer_id"
    " join customer_addresses a on a.id = l.address_id"
    " left join bulk_addresses b on b.pos = w.pos and b.external_id = a.external_id"
    " where (w.given & 1) <> 0 and not w.is_new and not w.is_delete and w.outcome in ('u', 'n');",
    "delete from local_addresses l using bulk_local o where l.id = o.id and o.said = o.here;",
    "update local_addresses l set state = 'open', erp_value = o.said, offered_at = now() from bulk_local o"
    " where l.id = o.id and l.erp_value is distinct from o.said;",
    "delete from bulk_addresses b using bulk_local o where b.pos = o.pos and b.external_id = o.external_id;",
    "insert into bulk_addresses (pos, at, new_id, external_id, " + ", ".join(_PLACE) + ")"  # noqa: S608
    " select o.pos, 0, o.address_id, o.external_id, "
    + ", ".join(f"a.{name}" for name in _PLACE)
    + " from bulk_local o join customer_addresses a on a.id = o.address_id where not o.is_deleted;",
    "drop table bulk_local;",
)

KEEP_LOCAL_CHANGES: Final[tuple[LiteralString, ...]] = (
    "delete from local_changes l using bulk_work w"
    " where l.customer_id = w.id and w.is_delete and w.outcome = 'u';",
    "delete from local_addresses l using bulk_work w"
    " where l.customer_id = w.id and w.is_delete and w.outcome = 'u';",
    *_field("credit_limit", "w.credit_limit::numeric(20, 4)::text", "credit_limit = null"),
    *_field("status", "w.status_said", "status = w.old_status"),
    _UNTOUCHED,
    *_ADDRESSES,
)

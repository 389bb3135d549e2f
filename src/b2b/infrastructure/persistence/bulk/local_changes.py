"""Where people changed what the ERP masters: its word is put into the inbox instead of over theirs."""

from typing import Final, LiteralString

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


KEEP_LOCAL_CHANGES: Final[tuple[LiteralString, ...]] = (
    "delete from local_changes l using bulk_work w"
    " where l.customer_id = w.id and w.is_delete and w.outcome = 'u';",
    *_field("credit_limit", "w.credit_limit::numeric(20, 4)::text", "credit_limit = null"),
    *_field("status", "w.status_said", "status = w.old_status"),
    _UNTOUCHED,
)

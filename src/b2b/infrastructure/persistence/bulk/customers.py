"""Dealer companies with their addresses, accounts, credit limits and first people."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from b2b.application.integration.items.customers import CustomerItem
from b2b.application.integration.items.shared import Amount
from b2b.application.integration.people import people_fault
from b2b.application.integration.ports import AnyItem
from b2b.domain.shared.errors import Fault
from b2b.domain.shared.text import fold
from b2b.infrastructure.persistence.bulk import people
from b2b.infrastructure.persistence.bulk.convert import NUMBER, amount, boolean, marked
from b2b.infrastructure.persistence.bulk.local_changes import KEEP_LOCAL_CHANGES, LOCK_DEALERS
from b2b.infrastructure.persistence.bulk.names import TIERS
from b2b.infrastructure.persistence.bulk.staging import NULL
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule, Target, column


def _limit_currency(value: Amount | str) -> str:
    return NULL if isinstance(value, str) else value.currency


def _limit_digits(value: Amount | str) -> str:
    """How many decimals the limit needs."""
    exponent = Decimal(amount(value)).normalize().as_tuple().exponent
    return str(max(0, -exponent)) if isinstance(exponent, int) else NULL


def _check(item: AnyItem) -> Fault | None:
    return people_fault(item) if isinstance(item, CustomerItem) else None


def _addresses(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, CustomerItem) and isinstance(item.addresses, list):
        for given in {given.external_id: given for given in item.addresses}.values():
            yield (
                given.external_id,
                given.kind,
                given.title,
                given.line1,
                given.line2,
                given.district,
                given.province,
                given.postal_code,
                given.country,
                given.contact_name,
                given.phone,
                boolean(given.is_default),
            )


CUSTOMER_TARGET: Final = Target(
    table="customers",
    columns=(
        column("addresses_given", "addresses", convert=marked, stored=False),
        column("credit_limit", kind="numeric", convert=amount, stored=False),
        column("limit_currency", "credit_limit", convert=_limit_currency, stored=False),
        column("limit_digits", "credit_limit", kind="integer", convert=_limit_digits, stored=False),
        column("code", required=True),
        column("title", required=True),
        column("title_folded", "title", convert=lambda title: fold(title)[:300]),
        column("tax_number"),
        column("tax_office"),
        column("tier_id", "tier", names=TIERS),
        column(
            "currency",
            default="(select c.currency from tenants c"
            " where c.id = nullif(current_setting('app.tenant_id'), '')::uuid)",
        ),
        column("payment_terms_days", kind="integer", convert=NUMBER, default="0"),
        column("status", default="'active'"),
        column("status_said", "status", stored=False),
    ),
    rules=(
        Rule(
            broken="m.credit_limit < 0",
            code="credit.limit_invalid",
            pointer="/credit_limit",
            detail="A credit limit is not negative.",
        ),
        Rule(
            broken="m.limit_digits > 2",
            code="money.too_precise",
            pointer="/credit_limit",
            detail="The amount is finer than the currency's minor unit.",
        ),
        Rule(
            broken="m.limit_currency <> m.currency",
            code="money.currency_mismatch",
            pointer="/credit_limit/currency",
            detail="The limit is in the customer's currency.",
        ),
        Rule(
            broken="exists (select from accounts a where a.customer_id = m.id and a.currency <> m.currency"
            " and (a.balance <> 0 or a.held <> 0))",
            code="customer.currency_in_use",
            pointer="/currency",
            detail="The account in the present currency has a balance or open orders; settle it first.",
        ),
    ),
    versioned=True,
    parts=(
        Part(
            name="bulk_addresses",
            columns=(
                ("external_id", "text"),
                ("kind", "text"),
                ("title", "text"),
                ("line1", "text"),
                ("line2", "text"),
                ("district", "text"),
                ("province", "text"),
                ("postal_code", "text"),
                ("country", "text"),
                ("contact_name", "text"),
                ("phone", "text"),
                ("is_default", "boolean"),
            ),
            rows=_addresses,
        ),
        people.PEOPLE,
    ),
    check=_check,
    late=people.RULES,
    locks=LOCK_DEALERS,
    prepare=(
        "update bulk_work set status = 'closed' where is_delete and outcome = 'u';",
        people.KNOWN_ROLES,
        *KEEP_LOCAL_CHANGES,
        "update bulk_work w set outcome = 'u' where outcome = 'n' and not is_delete and not is_new"
        " and credit_limit is not null and not exists (select from accounts a where a.customer_id = w.id"
        " and a.currency = w.currency and a.credit_limit = w.credit_limit);",
        "update bulk_work w set outcome = 'u' where outcome = 'n' and (given & 1) <> 0 and ("
        " exists (select from bulk_addresses b left join customer_addresses a"
        "  on a.customer_id = w.id and a.external_id = b.external_id and not a.is_deleted"
        "  where b.pos = w.pos and (a.id is null or (b.kind, b.title, b.line1, b.line2, b.district,"
        "  b.province, b.postal_code, b.country, b.contact_name, b.phone, b.is_default) is distinct from"
        "  (a.kind, a.title, a.line1, a.line2, a.district, a.province, a.postal_code, a.country,"
        "  a.contact_name, a.phone, a.is_default)))"
        " or (select count(*) from customer_addresses a"
        "  where a.customer_id = w.id and a.external_id is not null and not a.is_deleted)"
        "  <> (select count(*) from bulk_addresses b where b.pos = w.pos));",
        people.ARE_NEW,
    ),
    effects=(
        "update customer_addresses a set is_deleted = true, version = a.version + 1 from bulk_work w"
        " where w.id = a.customer_id and w.outcome = 'u' and (w.given & 1) <> 0"
        " and a.external_id is not null and not a.is_deleted and not exists ("
        " select from bulk_addresses b where b.pos = w.pos and b.external_id = a.external_id);",
        "insert into customer_addresses (id, customer_id, external_id, source, last_synced_at, kind, title,"
        " line1, line2, district, province, postal_code, country, contact_name, phone, is_default)"
        " select b.new_id, w.id, b.external_id, 'erp', now(), b.kind, b.title, b.line1, b.line2,"
        " b.district, b.province, b.postal_code, b.country, b.contact_name, b.phone, b.is_default"
        " from bulk_addresses b join bulk_work w using (pos) where w.outcome in ('c', 'u')"
        " on conflict (tenant_id, customer_id, external_id) do update set kind = excluded.kind,"
        " title = excluded.title, line1 = excluded.line1, line2 = excluded.line2,"
        " district = excluded.district, province = excluded.province,"
        " postal_code = excluded.postal_code, country = excluded.country,"
        " contact_name = excluded.contact_name, phone = excluded.phone,"
        " is_default = excluded.is_default, is_deleted = false,"
        " last_synced_at = now(), version = customer_addresses.version + 1"
        " where customer_addresses.is_deleted or (excluded.kind, excluded.title, excluded.line1,"
        "  excluded.line2, excluded.district, excluded.province, excluded.postal_code, excluded.country,"
        "  excluded.contact_name, excluded.phone, excluded.is_default) is distinct from"
        "  (customer_addresses.kind, customer_addresses.title, customer_addresses.line1,"
        "  customer_addresses.line2, customer_addresses.district, customer_addresses.province,"
        "  customer_addresses.postal_code, customer_addresses.country, customer_addresses.contact_name,"
        "  customer_addresses.phone, customer_addresses.is_default);",
        "select from accounts a join bulk_work w on w.id = a.customer_id"
        " where w.outcome in ('c', 'u') order by a.id for update of a;",
        "insert into audit_log (id, at, actor_id, actor_kind, customer_id, action, entity, entity_id,"
        " before, after) select w.new_id, now(), nullif(current_setting('app.actor_id', true), '')::uuid,"
        " 'machine', w.id, 'credit_limit.changed', 'customer', w.id::text,"
        " case when a.id is not null then jsonb_build_object('credit_limit', a.credit_limit::text,"
        "  'currency', a.currency) end,"
        " jsonb_build_object('credit_limit', w.credit_limit::numeric(20, 4)::text, 'currency', w.currency)"
        " from bulk_work w left join accounts a on a.customer_id = w.id and a.currency = w.currency"
        " where w.outcome in ('c', 'u') and not w.is_delete"
        " and w.credit_limit is distinct from a.credit_limit"
        " and w.credit_limit is not null;",
        "insert into accounts (id, customer_id, currency, credit_limit)"
        " select w.new_id, w.id, w.currency, coalesce(w.credit_limit, 0) from bulk_work w"
        " where w.outcome in ('c', 'u') and not w.is_delete"
        " on conflict (tenant_id, customer_id, currency) do nothing;",
        "update accounts a set credit_limit = w.credit_limit, version = a.version + 1 from bulk_work w"
        " where w.id = a.customer_id and w.currency = a.currency"
        " and w.outcome in ('c', 'u') and not w.is_delete"
        " and w.credit_limit <> a.credit_limit;",
        # Suspension is effective at once: whoever is signed in for the dealer is signed out.
        "update sessions x set revoked_at = now(), revoked_reason = 'customer_' || w.status from bulk_work w"
        " where x.customer_id = w.id and x.revoked_at is null and w.outcome = 'u' and w.status <> 'active';",
        "insert into audit_log (id, at, actor_id, actor_kind, customer_id, action, entity, entity_id,"
        " before, after) select gen_random_uuid(), now(),"
        " nullif(current_setting('app.actor_id', true), '')::uuid, 'machine', w.id,"
        " 'customer.status_changed', 'customer', w.id::text,"
        " jsonb_build_object('status', w.old_status), jsonb_build_object('status', w.status)"
        " from bulk_work w where w.outcome = 'u' and w.status <> w.old_status;",
        *people.INVITE,
    ),
    lines_max=2_000,
)

"""Tiers and prices."""

from typing import Final

from b2b.infrastructure.persistence.bulk.convert import DATE, NUMBER
from b2b.infrastructure.persistence.bulk.names import CUSTOMERS, PRODUCTS, TIERS
from b2b.infrastructure.persistence.bulk.target import Rule, Target, column

TIER_TARGET: Final = Target(
    table="tiers",
    columns=(column("code", required=True), column("name", required=True)),
)

_AUDIENCE: Final = "The level says whose price it is: everybody's, one tier's, or one customer's."

PRICE_TARGET: Final = Target(
    table="prices",
    columns=(
        column("product_id", "sku", names=PRODUCTS, required=True),
        column("level", required=True),
        column("tier_id", "tier", names=TIERS),
        column("customer_id", "customer_external_id", names=CUSTOMERS),
        column("min_quantity", kind="integer", convert=NUMBER, default="1"),
        column("unit_price", kind="numeric", required=True),
        column("currency", required=True),
        column("valid_from", kind="date", convert=DATE),
        column("valid_to", kind="date", convert=DATE),
        column("reason"),
    ),
    rules=(
        Rule(
            broken="(m.level = 'tier') is distinct from (m.tier_id is not null)",
            code="price.audience",
            pointer="/tier",
            detail=_AUDIENCE,
        ),
        Rule(
            broken="(m.level = 'customer') is distinct from (m.customer_id is not null)",
            code="price.audience",
            pointer="/customer_external_id",
            detail=_AUDIENCE,
        ),
        Rule(
            broken="m.valid_to < m.valid_from",
            code="price.validity",
            pointer="/valid_to",
            detail="A price does not end before it begins.",
        ),
    ),
    effects=(
        "insert into price_changes (id, price_id, customer_id, old_unit_price, new_unit_price, currency)"
        " select new_id, id, customer_id, old_unit_price,"
        " case when not is_delete then unit_price end, currency"
        " from bulk_work where outcome = 'u' and (is_delete or unit_price <> old_unit_price);",
    ),
)

RATE_TARGET: Final = Target(
    table="exchange_rates",
    columns=(
        column("currency", required=True),
        column(
            "against",
            default="(select c.currency from tenants c"
            " where c.id = nullif(current_setting('app.tenant_id'), '')::uuid)",
        ),
        column("valid_on", "date", kind="date", convert=DATE, required=True),
        column("buying", kind="numeric", required=True),
        column("selling", kind="numeric", required=True),
        column("effective_buying", kind="numeric"),
        column("effective_selling", kind="numeric"),
        column("source", default="'erp'"),
    ),
    rules=(
        Rule(
            broken="m.currency = m.against",
            code="rate.same_currency",
            pointer="/against",
            detail="A rate is between two currencies.",
        ),
        Rule(
            broken="least(m.buying, m.selling, m.effective_buying, m.effective_selling) <= 0",
            code="rate.not_positive",
            pointer="/buying",
            detail="A rate is above zero.",
        ),
    ),
    match="t.external_id = s.external_id and not exists (select from exchange_rates y"
    " where y.external_id = t.external_id and y.id > t.id)",
    write=(
        "insert into exchange_rates (id, external_id, source_version, currency, against, valid_on, buying,"
        " selling, effective_buying, effective_selling, source, is_deleted)"
        " select w.new_id, w.external_id, coalesce(w.given_version, former.source_version), w.currency,"
        " w.against, w.valid_on, w.buying, w.selling, w.effective_buying, w.effective_selling, w.source,"
        " w.is_delete from bulk_work w left join exchange_rates former on former.id = w.id and not w.is_new"
        " where w.outcome in ('c', 'u') or w.outcome = 'n' and w.is_newer and not w.is_new order by w.pos;"
    ),
)

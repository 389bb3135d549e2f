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

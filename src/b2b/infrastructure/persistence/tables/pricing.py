from sqlalchemy import (
    CHAR,
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Index,
    Integer,
    Numeric,
    String,
    Uuid,
    text,
)

from b2b.infrastructure.persistence.registry import (
    external_columns,
    flag,
    one_of,
    required,
    tenant_table,
    unique,
)

EVERYBODY = "00000000-0000-0000-0000-000000000000"

prices = tenant_table(
    "prices",
    required("product_id", Uuid),
    required("level", String(10)),
    Column("tier_id", Uuid),
    Column("customer_id", Uuid),
    # One index serves all three levels: a dealer's rows are those of everybody, of the tier, of the dealer.
    Column(
        "audience_id",
        Uuid,
        Computed(f"coalesce(customer_id, tier_id, '{EVERYBODY}'::uuid)", persisted=True),
        nullable=False,
    ),
    required("min_quantity", Integer, server_default=text("1")),
    required("unit_price", Numeric(20, 4)),
    required("currency", CHAR(3)),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("approved_by", Uuid),
    Column("reason", String(500)),
    *external_columns(),
    flag("is_deleted"),
    one_of("level", ("list", "tier", "customer")),
    CheckConstraint(
        "(level = 'list' and tier_id is null and customer_id is null)"
        " or (level = 'tier' and tier_id is not null and customer_id is null)"
        " or (level = 'customer' and customer_id is not null and tier_id is null)",
        name="audience_fits_level",
    ),
    CheckConstraint("min_quantity >= 1", name="min_quantity_positive"),
    CheckConstraint("unit_price >= 0", name="unit_price_not_negative"),
    CheckConstraint("valid_to >= valid_from", name="validity_in_order"),
    unique("prices_external_id", "external_id"),
    parents=[("product_id", "products"), ("tier_id", "tiers"), ("customer_id", "customers")],
    shared_or_dealer="customer_id",
)
Index(
    "ix_prices_audience",
    prices.c.tenant_id,
    prices.c.product_id,
    prices.c.audience_id,
    postgresql_where=text("not is_deleted"),
)

# A level's prices from the lowest to the highest: a page of the cheapest goes along the buyer's levels.
Index(
    "ix_prices_order",
    prices.c.tenant_id,
    prices.c.audience_id,
    prices.c.currency,
    prices.c.unit_price,
    prices.c.product_id,
    postgresql_where=text("not is_deleted"),
)

price_changes = tenant_table(
    "price_changes",
    required("price_id", Uuid),
    Column("customer_id", Uuid),
    Column("old_unit_price", Numeric(20, 4)),
    Column("new_unit_price", Numeric(20, 4)),
    required("currency", CHAR(3)),
    shared_or_dealer="customer_id",
    append_only=True,
)
Index("ix_price_changes_price_id", price_changes.c.tenant_id, price_changes.c.price_id)

# Never changed: what corrects a rate is a newer row of the same key, and the newest counts.
exchange_rates = tenant_table(
    "exchange_rates",
    required("external_id", String(100)),
    Column("source_version", BigInteger),
    required("currency", CHAR(3)),
    required("against", CHAR(3)),
    required("valid_on", Date),
    required("buying", Numeric(20, 8)),
    required("selling", Numeric(20, 8)),
    Column("effective_buying", Numeric(20, 8)),
    Column("effective_selling", Numeric(20, 8)),
    required("source", String(20)),
    flag("is_deleted"),
    one_of("source", ("erp", "central_bank")),
    CheckConstraint("buying > 0 and selling > 0", name="rates_positive"),
    append_only=True,
)
Index("ix_exchange_rates_key", exchange_rates.c.tenant_id, exchange_rates.c.external_id, exchange_rates.c.id)
Index(
    "ix_exchange_rates_day",
    exchange_rates.c.tenant_id,
    exchange_rates.c.valid_on,
    exchange_rates.c.currency,
)

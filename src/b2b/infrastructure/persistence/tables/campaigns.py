from sqlalchemy import (
    CHAR,
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
from sqlalchemy.dialects.postgresql import JSONB

from b2b.infrastructure.persistence.registry import (
    external_columns,
    flag,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
)
from b2b.infrastructure.persistence.tables.pricing import EVERYBODY
from b2b.infrastructure.persistence.types import CurrencyCode

# What the ERP says, and what was decided here: who paused it (a person, or its own limit), who ended it.
# `discount_given` and `uses` count only while the whole campaign has a limit; `campaign_dealers` always does.
campaigns = tenant_table(
    "campaigns",
    required("name", String(200)),
    Column("description", String(2000)),
    required("priority", Integer, server_default=text("0")),
    required("starts_on", Date),
    Column("ends_on", Date),
    required("currency", CHAR(3)),
    flag("is_released", default=True),
    required("rules", JSONB, server_default=text("'[]'")),
    Column("discount_limit", Numeric(20, 4)),
    Column("use_limit", Integer),
    Column("dealer_discount_limit", Numeric(20, 4)),
    Column("dealer_use_limit", Integer),
    required("discount_given", Numeric(20, 4), server_default=text("0")),
    required("uses", Integer, server_default=text("0")),
    Column("paused_by", String(8)),
    moment("paused_at"),
    moment("cancelled_at"),
    Column("cancelled_reason", String(500)),
    *external_columns(),
    flag("is_deleted"),
    version_column(),
    one_of("paused_by", ("hand", "limit")),
    CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    CheckConstraint(
        "discount_given >= 0 and uses >= 0 and discount_limit > 0 and use_limit > 0"
        " and dealer_discount_limit > 0 and dealer_use_limit > 0",
        name="numbers_fit",
    ),
    unique("campaigns_external_id", "external_id"),
)
Index(
    "ix_campaigns_running",
    campaigns.c.tenant_id,
    campaigns.c.starts_on,
    postgresql_where=text("is_released and paused_by is null and cancelled_at is null and not is_deleted"),
)

# Exactly one of a percentage and an amount off each piece; the cap is of a percentage, for a line.
campaign_rules = tenant_table(
    "campaign_rules",
    required("campaign_id", Uuid),
    required("position", Integer),
    required("scope", String(8)),
    Column("percent", Numeric(5, 2)),
    Column("cap", Numeric(20, 4)),
    Column("amount_off", Numeric(20, 4)),
    required("min_quantity", Integer, server_default=text("1")),
    one_of("scope", ("product", "brand", "category", "all")),
    CheckConstraint("num_nonnulls(percent, amount_off) = 1", name="one_reduction"),
    unique("campaign_rules_position", "campaign_id", "position"),
    parents=[("campaign_id", "campaigns")],
)

campaign_targets = tenant_table(
    "campaign_targets",
    required("rule_id", Uuid),
    Column("product_id", Uuid),
    Column("brand_id", Uuid),
    Column("category_id", Uuid),
    Column(
        "target_id",
        Uuid,
        Computed(f"coalesce(product_id, brand_id, category_id, '{EVERYBODY}'::uuid)", persisted=True),
        nullable=False,
    ),
    unique("campaign_targets_target", "rule_id", "target_id"),
    parents=[
        ("rule_id", "campaign_rules"),
        ("product_id", "products"),
        ("brand_id", "brands"),
        ("category_id", "categories"),
    ],
)

campaign_audiences = tenant_table(
    "campaign_audiences",
    required("rule_id", Uuid),
    Column("tier_id", Uuid),
    Column("customer_id", Uuid),
    Column(
        "audience_id",
        Uuid,
        Computed(f"coalesce(customer_id, tier_id, '{EVERYBODY}'::uuid)", persisted=True),
        nullable=False,
    ),
    unique("campaign_audiences_audience", "rule_id", "audience_id"),
    parents=[("rule_id", "campaign_rules"), ("tier_id", "tiers"), ("customer_id", "customers")],
    shared_or_dealer="customer_id",
)

campaign_dealers = tenant_table(
    "campaign_dealers",
    required("campaign_id", Uuid),
    required("customer_id", Uuid),
    required("discount_given", Numeric(20, 4), server_default=text("0")),
    required("uses", Integer, server_default=text("0")),
    CheckConstraint("discount_given >= 0 and uses >= 0", name="counters_not_negative"),
    unique("campaign_dealers_dealer", "campaign_id", "customer_id"),
    parents=[("campaign_id", "campaigns"), ("customer_id", "customers")],
    dealer="customer_id",
)

# What an order took of a campaign, and how much of it came back.
campaign_uses = tenant_table(
    "campaign_uses",
    required("campaign_id", Uuid),
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("currency", CurrencyCode),
    required("discount", Numeric(20, 4)),
    required("reversed", Numeric(20, 4), server_default=text("0")),
    CheckConstraint(
        "discount > 0 and reversed >= 0 and reversed <= discount", name="reversed_within_discount"
    ),
    unique("campaign_uses_order", "order_id", "campaign_id"),
    parents=[("campaign_id", "campaigns"), ("customer_id", "customers"), ("order_id", "orders")],
    dealer="customer_id",
)

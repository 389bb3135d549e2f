from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from b2b.infrastructure.persistence.registry import (
    external_columns,
    flag,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
)

warehouses = tenant_table(
    "warehouses",
    required("code", String(40)),
    required("name", String(200)),
    *external_columns(),
    flag("is_deleted"),
    unique("warehouses_code", "code"),
    unique("warehouses_external_id", "external_id"),
)

# `on_hand` is what the ERP counts and may be negative there; `reserved` is what open orders hold here.
stock_levels = tenant_table(
    "stock_levels",
    required("product_id", Uuid),
    required("warehouse_id", Uuid),
    required("on_hand", Integer, server_default=text("0")),
    required("reserved", Integer, server_default=text("0")),
    # Receipts on their way: [{"on", "quantity"}].
    required("expected", JSONB, server_default=text("'[]'")),
    moment("as_of", nullable=False),
    Column("external_id", String(200)),
    Column("source_version", BigInteger),
    CheckConstraint("reserved >= 0", name="reserved_not_negative"),
    unique("stock_levels_place", "product_id", "warehouse_id"),
    parents=[("product_id", "products"), ("warehouse_id", "warehouses")],
)
Index(
    "ix_stock_levels_empty",
    stock_levels.c.tenant_id,
    stock_levels.c.product_id,
    postgresql_where=text("on_hand <= 0"),
)

stock_movements = tenant_table(
    "stock_movements",
    required("product_id", Uuid),
    required("warehouse_id", Uuid),
    required("kind", String(20)),
    required("quantity", Integer),
    Column("reference", String(200)),
    moment("occurred_at", nullable=False),
    one_of("kind", ("count", "shipment", "return", "adjustment")),
    append_only=True,
)
Index(
    "ix_stock_movements_place",
    stock_movements.c.tenant_id,
    stock_movements.c.product_id,
    stock_movements.c.warehouse_id,
)

stock_reservations = tenant_table(
    "stock_reservations",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("order_line_id", Uuid),
    required("product_id", Uuid),
    required("warehouse_id", Uuid),
    required("quantity", Integer),
    required("released_quantity", Integer, server_default=text("0")),
    required("consumed_quantity", Integer, server_default=text("0")),
    moment("expires_at"),
    CheckConstraint(
        "quantity > 0 and released_quantity >= 0 and consumed_quantity >= 0"
        " and released_quantity + consumed_quantity <= quantity",
        name="quantities_fit",
    ),
    parents=[
        ("order_id", "orders"),
        ("order_line_id", "order_lines"),
        ("product_id", "products"),
        ("warehouse_id", "warehouses"),
        ("customer_id", "customers"),
    ],
    dealer="customer_id",
)

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Numeric, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from b2b.domain.ordering.lines import AddressCopy
from b2b.domain.ordering.states import LineStatus, OrderSource, OrderStatus, PaymentMethod
from b2b.infrastructure.persistence.registry import (
    flag,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
)
from b2b.infrastructure.persistence.types import CurrencyCode, JsonOf, words_of

carts = tenant_table(
    "carts",
    required("customer_id", Uuid),
    required("user_id", Uuid),
    moment("last_activity_at", nullable=False),
    # A dealer's user has one; the distributor's people have one with each dealer they work for.
    unique("carts_user", "user_id", "customer_id"),
    parents=[("customer_id", "customers"), ("user_id", "users")],
    dealer="customer_id",
)

cart_lines = tenant_table(
    "cart_lines",
    required("customer_id", Uuid),
    required("cart_id", Uuid),
    required("product_id", Uuid),
    required("quantity", Integer),
    Column("shown_unit_price", Numeric(20, 4)),
    # The campaign that reduced the line when it was put in.
    Column("shown_campaign_id", Uuid),
    Column("note", String(500)),
    CheckConstraint("quantity between 1 and 1000000", name="quantity_in_bounds"),
    unique("cart_lines_product", "cart_id", "product_id"),
    parents=[("cart_id", "carts"), ("product_id", "products"), ("customer_id", "customers")],
    dealer="customer_id",
)

orders = tenant_table(
    "orders",
    required("number", String(24)),
    required("customer_id", Uuid),
    required("customer_code", String(40)),
    required("customer_title", String(300)),
    Column("customer_external_id", String(100)),
    required("placed_by", Uuid),
    Column("on_behalf_by", Uuid),
    required("source", words_of(OrderSource, 20)),
    required("status", words_of(OrderStatus, 24)),
    Column("held_from", words_of(OrderStatus, 24)),
    required("currency", CurrencyCode),
    required("net", Numeric(20, 4)),
    required("tax", Numeric(20, 4)),
    required("gross", Numeric(20, 4)),
    required("payment_method", words_of(PaymentMethod, 20)),
    Column("po_number", String(60)),
    Column("note", String(2000)),
    Column("requested_delivery_date", Date),
    required("shipping_address", JsonOf(AddressCopy)),
    required("billing_address", JsonOf(AddressCopy)),
    moment("placed_at", nullable=False),
    moment("approved_at"),
    Column("erp_order_number", String(60)),
    moment("erp_reference_at"),
    moment("acknowledged_at"),
    moment("amended_at"),
    required("content_hash", String(64)),
    required("sequence", Integer, server_default=text("0")),
    version_column(),
    one_of("status", [status.value for status in OrderStatus]),
    one_of("source", [source.value for source in OrderSource]),
    one_of("payment_method", [method.value for method in PaymentMethod]),
    unique("orders_number", "number"),
    parents=[("customer_id", "customers"), ("placed_by", "users")],
    dealer="customer_id",
)
Index(
    "ix_orders_customer",
    orders.c.tenant_id,
    orders.c.customer_id,
    orders.c.placed_at.desc(),
    orders.c.id.desc(),
)
Index("ix_orders_placed", orders.c.tenant_id, orders.c.placed_at.desc(), orders.c.id.desc())
Index("ix_orders_status", orders.c.tenant_id, orders.c.status, orders.c.placed_at.desc(), orders.c.id.desc())

# Written out where it is asked for too: a partial index serves nobody who gives its words as parameters.
ORDER_IS_OPEN = (
    "orders.status in ('pending_approval', 'approved', 'partially_approved', 'processing',"
    " 'partially_shipped', 'shipped', 'on_hold')"
)
Index(
    "ix_orders_open",
    orders.c.tenant_id,
    orders.c.customer_id,
    postgresql_where=text(ORDER_IS_OPEN.replace("orders.", "")),
)
ORDER_IS_UNACKNOWLEDGED = (
    "orders.acknowledged_at is null and orders.approved_at is not null and orders.status <> 'cancelled'"
)
Index(
    "ix_orders_unacknowledged",
    orders.c.tenant_id,
    orders.c.placed_at,
    orders.c.id,
    postgresql_where=text(ORDER_IS_UNACKNOWLEDGED.replace("orders.", "")),
)

order_lines = tenant_table(
    "order_lines",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("line_number", Integer),
    required("product_id", Uuid),
    required("sku", String(40)),
    required("name", String(400)),
    required("unit", String(10)),
    required("quantity", Integer),
    required("unit_price", Numeric(20, 4)),
    Column("list_price", Numeric(20, 4)),
    required("price_level", String(10)),
    Column("price_id", Uuid),
    # Named, not referred to: what the campaign was called when the order was placed.
    Column("campaign_id", Uuid),
    Column("campaign_name", String(200)),
    Column("campaign_external_id", String(100)),
    # Granted for the whole quantity, and what `net` is less by as things stand.
    required("granted", Numeric(20, 4), server_default=text("0")),
    required("discount", Numeric(20, 4), server_default=text("0")),
    required("currency", CurrencyCode),
    required("tax_rate", Numeric(5, 2)),
    required("net", Numeric(20, 4)),
    required("tax", Numeric(20, 4)),
    required("gross", Numeric(20, 4)),
    required("status", words_of(LineStatus, 12)),
    required("allocated_quantity", Integer, server_default=text("0")),
    required("shipped_quantity", Integer, server_default=text("0")),
    required("cancelled_quantity", Integer, server_default=text("0")),
    required("backordered_quantity", Integer, server_default=text("0")),
    one_of("status", [status.value for status in LineStatus]),
    CheckConstraint(
        "quantity > 0 and allocated_quantity >= 0 and shipped_quantity >= 0 and cancelled_quantity >= 0"
        " and backordered_quantity >= 0"
        " and allocated_quantity + shipped_quantity + cancelled_quantity + backordered_quantity <= quantity",
        name="quantities_fit",
    ),
    unique("order_lines_number", "order_id", "line_number"),
    parents=[("order_id", "orders"), ("product_id", "products"), ("customer_id", "customers")],
    dealer="customer_id",
)

order_status_changes = tenant_table(
    "order_status_changes",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("sequence", Integer),
    Column("from_status", words_of(OrderStatus, 24)),
    required("to_status", words_of(OrderStatus, 24)),
    Column("by", Uuid),
    Column("reason", String(1000)),
    moment("at", nullable=False),
    parents=[("order_id", "orders"), ("customer_id", "customers")],
    dealer="customer_id",
    append_only=True,
)

# `lines`: [{"line_number", "sku", "name", "before", "after"}], pieces in all, shipped ones included.
order_amendments = tenant_table(
    "order_amendments",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("sequence", Integer),
    Column("by", Uuid),
    required("reason", String(1000)),
    moment("at", nullable=False),
    required("currency", CurrencyCode),
    required("gross_before", Numeric(20, 4)),
    required("gross_after", Numeric(20, 4)),
    required("lines", JSONB),
    CheckConstraint("gross_after >= 0 and gross_after <= gross_before", name="gross_falls"),
    unique("order_amendments_sequence", "order_id", "sequence"),
    parents=[("order_id", "orders"), ("customer_id", "customers")],
    dealer="customer_id",
    append_only=True,
)

saved_lists = tenant_table(
    "saved_lists",
    required("customer_id", Uuid),
    required("owner_id", Uuid),
    required("name", String(80)),
    flag("is_shared"),
    moment("changed_at", nullable=False),
    version_column(),
    unique("saved_lists_name", "customer_id", "owner_id", "name"),
    parents=[("customer_id", "customers"), ("owner_id", "users")],
    dealer="customer_id",
)
Index(
    "ix_saved_lists_changed",
    saved_lists.c.tenant_id,
    saved_lists.c.customer_id,
    saved_lists.c.changed_at.desc(),
    saved_lists.c.id.desc(),
)

saved_list_lines = tenant_table(
    "saved_list_lines",
    required("customer_id", Uuid),
    required("list_id", Uuid),
    required("product_id", Uuid),
    required("quantity", Integer),
    Column("note", String(500)),
    CheckConstraint("quantity between 1 and 1000000", name="quantity_in_bounds"),
    unique("saved_list_lines_product", "list_id", "product_id"),
    parents=[("list_id", "saved_lists"), ("product_id", "products"), ("customer_id", "customers")],
    dealer="customer_id",
)

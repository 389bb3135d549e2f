from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Integer, String, Text, Uuid, text

from b2b.infrastructure.persistence.registry import external_columns, moment, required, tenant_table, unique

shipments = tenant_table(
    "shipments",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("order_number", String(24)),
    Column("dispatch_number", String(60)),
    Column("carrier", String(100)),
    Column("tracking_number", String(60)),
    Column("tracking_url", String(500)),
    moment("shipped_at", nullable=False),
    moment("delivered_at"),
    *external_columns(),
    unique("shipments_external_id", "external_id"),
    parents=[("customer_id", "customers"), ("order_id", "orders")],
    dealer="customer_id",
)

shipment_lines = tenant_table(
    "shipment_lines",
    required("customer_id", Uuid),
    required("shipment_id", Uuid),
    required("order_line_id", Uuid),
    required("line_number", Integer),
    required("sku", String(40)),
    required("name", String(400)),
    required("quantity", Integer),
    required("serials", ARRAY(Text), server_default=text("'{}'")),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    unique("shipment_lines_line", "shipment_id", "order_line_id"),
    parents=[
        ("shipment_id", "shipments"),
        ("order_line_id", "order_lines"),
        ("customer_id", "customers"),
    ],
    dealer="customer_id",
    append_only=True,
)
Index("ix_shipment_lines_serials", shipment_lines.c.serials, postgresql_using="gin")

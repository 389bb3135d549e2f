"""ERPs that we call, because they cannot call us."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from b2b.domain.integration.erp_orders import ErpOrderState
from b2b.infrastructure.persistence.registry import flag, moment, one_of, required, tenant_table, unique

erp_connections = tenant_table(
    "erp_connections",
    required("system", String(20)),
    required("address", String(500)),
    required("user_name", String(100)),
    # Sealed with the installation's key, for this row's id.
    required("sealed_password", LargeBinary),
    required("client_id", String(200), server_default=text("''")),
    Column("sealed_client_secret", LargeBinary),
    required("firm", Integer),
    required("period", Integer),
    required("warehouses", JSONB, server_default=text("'[]'")),
    flag("is_active", default=True),
    # Up to which event orders were collected.
    required("feed_position", BigInteger, server_default=text("0")),
    moment("last_contact_at"),
    moment("away_since"),
    Column("last_fault", String(1000)),
    unique("erp_connections_system", "system"),
)

erp_cursors = tenant_table(
    "erp_cursors",
    required("connection_id", Uuid),
    required("stream", String(20)),
    required("firm", Integer),
    required("period", Integer),
    moment("since"),
    required("round_offset", Integer, server_default=text("0")),
    moment("round_highest"),
    moment("round_begun_at"),
    moment("completed_at"),
    required("refused", ARRAY(Text), server_default=text("'{}'")),
    unique("erp_cursors_stream", "connection_id", "stream", "firm", "period"),
    parents=[("connection_id", "erp_connections")],
)

erp_orders = tenant_table(
    "erp_orders",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("number", String(24)),
    required("state", String(12), server_default=text("'waiting'")),
    required("attempts", Integer, server_default=text("0")),
    moment("next_attempt_at"),
    moment("claimed_until"),
    # The company of an attempt whose outcome is not known.
    Column("uncertain_firm", Integer),
    Column("uncertain_period", Integer),
    Column("erp_order_number", String(60)),
    required("reasons", ARRAY(Text), server_default=text("'{}'")),
    one_of("state", [state.value for state in ErpOrderState]),
    unique("erp_orders_order", "order_id"),
    parents=[("order_id", "orders"), ("customer_id", "customers")],
    dealer="customer_id",
)
Index(
    "ix_erp_orders_due",
    erp_orders.c.tenant_id,
    erp_orders.c.next_attempt_at,
    postgresql_where=text("next_attempt_at is not null"),
)
Index("ix_erp_orders_erp_order_number", erp_orders.c.tenant_id, erp_orders.c.erp_order_number)

"""Create the product: functions, tables, walls."""

from alembic import op
from migrations.functions_2026_11_21 import FUNCTIONS
from migrations.walls import APP_ROLE, protect, script

revision = "2026_11_21_create_the_product"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "stock_reservations",
    "invoice_lines",
    "approval_decisions",
    "refresh_tokens",
    "order_status_changes",
    "order_lines",
    "journal_postings",
    "invoices",
    "credit_holds",
    "cart_lines",
    "approvals",
    "user_roles",
    "sessions",
    "orders",
    "journal_entries",
    "carts",
    "webhook_attempts",
    "users",
    "stock_levels",
    "product_search",
    "product_categories",
    "prices",
    "customer_addresses",
    "accounts",
    "webhook_deliveries",
    "products",
    "product_type_attributes",
    "customers",
    "categories",
    "api_keys",
    "webhook_endpoints",
    "warehouses",
    "tiers",
    "stock_movements",
    "settings",
    "roles",
    "product_types",
    "price_changes",
    "outbox",
    "idempotency_keys",
    "brands",
    "audit_log",
    "attributes",
    "approval_rules",
    "api_clients",
    "tenants",
)


def upgrade() -> None:
    for statement in script("2026_11_21_create_the_product"):
        op.execute(statement)
    for function in FUNCTIONS:
        op.execute(function)
    _protect_tables()
    _grant()
    op.execute(
        "create constraint trigger journal_balances after insert on journal_postings"
        " deferrable initially deferred for each row execute function check_entry_balances()"
    )
    op.execute(
        "create trigger outbox_hint after insert on outbox for each statement execute function notify_outbox()"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("drop sequence outbox_positions")
    for function in ("notify_outbox", "check_entry_balances", "next_number", "enter_tenant", "stamp_update"):
        op.execute(f"drop function {function}")


def _grant() -> None:
    op.execute(f"grant usage on schema public to {APP_ROLE}")
    op.execute(f"grant select on tenants to {APP_ROLE}")
    op.execute(f"grant select, insert, update, delete on product_search to {APP_ROLE}")
    op.execute(f"grant usage on sequence outbox_positions to {APP_ROLE}")


def _protect_tables() -> None:
    protect("api_clients")
    protect("approval_rules")
    protect("attributes")
    protect("audit_log", dealer="customer_id", append_only=True)
    protect("brands")
    protect("idempotency_keys")
    protect("outbox", dealer="customer_id", append_only=True, updatable=("position", "published_at"))
    protect("price_changes", shared_or_dealer="customer_id", append_only=True)
    protect("product_types")
    protect("roles")
    protect("settings")
    protect("stock_movements", append_only=True)
    protect("tiers")
    protect("warehouses")
    protect("webhook_endpoints")
    protect("api_keys")
    protect("categories")
    protect("customers", dealer="id")
    protect("product_type_attributes")
    protect("products")
    protect("webhook_deliveries")
    protect("accounts", dealer="customer_id")
    protect("customer_addresses", dealer="customer_id")
    protect("prices", shared_or_dealer="customer_id")
    protect("product_categories")
    protect("stock_levels")
    protect("users", dealer="customer_id")
    protect("webhook_attempts", append_only=True)
    protect("carts", dealer="customer_id")
    protect("journal_entries", dealer="customer_id", append_only=True)
    protect("orders", dealer="customer_id")
    protect("sessions", dealer="customer_id")
    protect("user_roles", dealer="customer_id")
    protect("approvals", dealer="customer_id")
    protect("cart_lines", dealer="customer_id")
    protect("credit_holds", dealer="customer_id")
    protect("invoices", dealer="customer_id")
    protect("journal_postings", dealer="customer_id", append_only=True)
    protect("order_lines", dealer="customer_id")
    protect("order_status_changes", dealer="customer_id", append_only=True)
    protect("refresh_tokens", dealer="customer_id")
    protect("approval_decisions", dealer="customer_id", append_only=True)
    protect("invoice_lines", dealer="customer_id")
    protect("stock_reservations", dealer="customer_id")

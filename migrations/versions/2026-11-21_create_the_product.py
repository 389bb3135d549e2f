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
# The tenants' own table, and the search documents (their reader always names the tenant).
UNPROTECTED = ("tenants", "product_search")
DEALER = {
    "audit_log": "customer_id",
    "outbox": "customer_id",
    "customers": "id",
    "accounts": "customer_id",
    "customer_addresses": "customer_id",
    "users": "customer_id",
    "carts": "customer_id",
    "journal_entries": "customer_id",
    "orders": "customer_id",
    "sessions": "customer_id",
    "user_roles": "customer_id",
    "approvals": "customer_id",
    "cart_lines": "customer_id",
    "credit_holds": "customer_id",
    "invoices": "customer_id",
    "journal_postings": "customer_id",
    "order_lines": "customer_id",
    "order_status_changes": "customer_id",
    "refresh_tokens": "customer_id",
    "approval_decisions": "customer_id",
    "invoice_lines": "customer_id",
    "stock_reservations": "customer_id",
}
SHARED_OR_DEALER = {
    "price_changes": "customer_id",
    "prices": "customer_id",
}
APPEND_ONLY = (
    "audit_log",
    "outbox",
    "price_changes",
    "stock_movements",
    "webhook_attempts",
    "journal_entries",
    "journal_postings",
    "order_status_changes",
    "approval_decisions",
)
UPDATABLE = {
    "outbox": ("position", "published_at"),
}


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
        "create trigger outbox_hint after insert on outbox"
        " for each statement execute function notify_outbox()"
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
    for table in TABLES:
        if table not in UNPROTECTED:
            protect(
                table,
                dealer=DEALER.get(table),
                shared_or_dealer=SHARED_OR_DEALER.get(table),
                append_only=table in APPEND_ONLY,
                updatable=UPDATABLE.get(table, ()),
            )

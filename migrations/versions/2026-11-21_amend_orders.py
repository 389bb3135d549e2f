"""Amend orders: what the distributor changed on one, and when the ERP said that it has it."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_amend_orders"
down_revision = "2026_11_21_care_for_endpoints"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("order_amendments", dealer="customer_id", append_only=True)
    # Row security holds for the owner too, unless it is lifted for the statement.
    op.execute("alter table orders no force row level security")
    op.execute("update orders set acknowledged_at = erp_reference_at where erp_reference_at is not null")
    op.execute("alter table orders force row level security")


def downgrade() -> None:
    op.drop_index("ix_orders_unacknowledged", "orders")
    for column in ("acknowledged_at", "amended_at"):
        op.drop_column("orders", column)
    op.drop_table("order_amendments")

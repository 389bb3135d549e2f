"""Find open orders and decided approvals without reading all of them."""

from alembic import op

revision = "2026_11_21_find_what_is_open"
down_revision = "2026_11_21_run_campaigns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create index ix_orders_open on orders (tenant_id, customer_id)"
        " where status in ('pending_approval', 'approved', 'partially_approved', 'processing',"
        " 'partially_shipped', 'shipped', 'on_hold')"
    )
    op.execute(
        "create index ix_approvals_decided on approvals (tenant_id, requested_at desc, id desc)"
        " where state <> 'waiting'"
    )


def downgrade() -> None:
    for index in ("ix_orders_open", "ix_approvals_decided"):
        op.execute(f"drop index {index}")

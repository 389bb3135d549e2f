"""Find the cheapest products along the prices of each level."""

from alembic import op

revision = "2026_11_21_walk_along_prices"
down_revision = "2026_11_21_find_what_is_open"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create index ix_prices_order on prices"
        " (tenant_id, audience_id, currency, unit_price, product_id) where not is_deleted"
    )


def downgrade() -> None:
    op.execute("drop index ix_prices_order")

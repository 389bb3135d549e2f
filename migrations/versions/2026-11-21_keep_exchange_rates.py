"""Keep exchange rates, products' units, documents and pictures, and receipts of stock on their way."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_keep_exchange_rates"
down_revision = "2026_11_21_keep_shipments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("exchange_rates", append_only=True)


def downgrade() -> None:
    op.drop_table("exchange_rates")
    op.drop_column("stock_levels", "expected")
    for column in ("image_urls", "units", "documents"):
        op.drop_column("products", column)

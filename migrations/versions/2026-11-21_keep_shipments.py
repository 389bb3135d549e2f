"""Keep shipments: what left the warehouse for an order, with serial numbers, and how it travels."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_keep_shipments"
down_revision = "2026_11_21_push_in_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("shipments", dealer="customer_id")
    protect("shipment_lines", dealer="customer_id", append_only=True)


def downgrade() -> None:
    for table in ("shipment_lines", "shipments"):
        op.drop_table(table)

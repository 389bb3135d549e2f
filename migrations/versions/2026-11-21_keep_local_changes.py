"""Keep what people changed of the fields that the ERP masters, and what the ERP says since."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_keep_local_changes"
down_revision = "2026_11_21_reconcile"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("local_changes", dealer="customer_id")


def downgrade() -> None:
    op.drop_table("local_changes")

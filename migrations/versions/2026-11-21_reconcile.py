"""Reconcile: what the ERP said that it holds, and where the portal differed."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_reconcile"
down_revision = "2026_11_21_keep_exchange_rates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("reconciliations", append_only=True)


def downgrade() -> None:
    op.drop_table("reconciliations")

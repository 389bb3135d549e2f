"""Keep receipts of pushes: what each brought, and what was refused."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_keep_push_receipts"
down_revision = "2026_11_21_keep_saved_lists"
branch_labels = None
depends_on = None

TABLES = ("push_errors", "push_receipts")


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    op.drop_index("ix_stock_levels_empty", "stock_levels")
    for table in TABLES:
        op.drop_table(table)

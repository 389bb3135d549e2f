"""Keep saved lists: what is bought again and again, under a name."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_keep_saved_lists"
down_revision = "2026_11_21_create_the_product"
branch_labels = None
depends_on = None

TABLES = ("saved_list_lines", "saved_lists")


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    for table in TABLES:
        protect(table, dealer="customer_id")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)

"""Keep what entries of the current account are said to close."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_close_open_items"
down_revision = "2026_11_21_ask_once"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("closing_lists", dealer="customer_id")
    protect("closings", dealer="customer_id")


def downgrade() -> None:
    op.drop_table("closings")
    op.drop_table("closing_lists")

"""Keep whom the ERP named for a dealer, and people's telephone numbers."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_invite_people"
down_revision = "2026_11_21_close_open_items"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("invited_people", dealer="customer_id", append_only=True)


def downgrade() -> None:
    op.drop_table("invited_people")
    op.drop_column("users", "phone")

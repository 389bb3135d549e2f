"""Keep which of the ERP's addresses people changed, and what the ERP says of them since."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_keep_local_addresses"
down_revision = "2026_11_21_keep_local_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("local_addresses", dealer="customer_id")


def downgrade() -> None:
    op.drop_table("local_addresses")

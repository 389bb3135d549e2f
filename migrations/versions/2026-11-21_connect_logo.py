"""Connect LOGO: where an ERP is that we call, how far it is read, what is to be written."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_connect_logo"
down_revision = "2026_11_21_act_for_dealers"
branch_labels = None
depends_on = None

DEALER = {"erp_orders": "customer_id"}
TABLES = ("erp_orders", "erp_cursors", "erp_connections")


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    for table in TABLES:
        protect(table, dealer=DEALER.get(table))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)

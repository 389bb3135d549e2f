"""Push in jobs and as snapshots; remember what was deleted before it came."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_push_in_jobs"
down_revision = "2026_11_21_run_api_clients"
branch_labels = None
depends_on = None

TABLES = ("push_seen", "push_parts", "push_jobs", "push_tombstones")


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.create_index("ix_push_errors_receipt_id", "push_errors", ["tenant_id", "receipt_id"])
    op.drop_index("ix_push_errors_place", "push_errors")
    op.drop_column("push_receipts", "failure_facts")
    op.drop_column("push_receipts", "vanished")

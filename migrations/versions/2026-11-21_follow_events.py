"""Follow events: the trace in which one came about."""

from alembic import op

revision = "2026_11_21_follow_events"
down_revision = "2026_11_21_forget_comparisons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table outbox add column traceparent varchar(55)")


def downgrade() -> None:
    op.execute("alter table outbox drop column traceparent")

"""Keep when a round of reading the ERP began: what it read early may have changed before it ended."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_keep_rounds_begin"
down_revision = "2026_11_21_follow_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erp_cursors", sa.Column("round_begun_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("erp_cursors", "round_begun_at")

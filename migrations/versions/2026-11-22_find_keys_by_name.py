"""Find an idempotency key by its name alone, also where the table was empty when that was planned."""

from alembic import op

revision = "2026_11_22_find_keys_by_name"
down_revision = "2026_11_21_walk_along_prices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create index ix_idempotency_keys_expires_at on idempotency_keys (expires_at)")
    op.execute("drop index ix_idempotency_keys_expires")


def downgrade() -> None:
    op.execute("create index ix_idempotency_keys_expires on idempotency_keys (tenant_id, expires_at)")
    op.execute("drop index ix_idempotency_keys_expires_at")

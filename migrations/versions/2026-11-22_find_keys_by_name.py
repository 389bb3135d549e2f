"""Find an idempotency key by its name alone, also while there are few.

Every order reads that table and then writes it: the indexes are made and dropped without keeping anybody
out. Where that is given up, since somebody's transaction took too long, it is simply run again.
"""

from alembic import op

revision = "2026_11_22_find_keys_by_name"
down_revision = "2026_11_21_walk_along_prices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace("ix_idempotency_keys_expires", by="ix_idempotency_keys_expires_at", on="expires_at")


def downgrade() -> None:
    _replace("ix_idempotency_keys_expires_at", by="ix_idempotency_keys_expires", on="tenant_id, expires_at")


def _replace(old: str, *, by: str, on: str) -> None:
    with op.get_context().autocommit_block():
        # What an attempt that was given up has left is not valid.
        op.execute(f"drop index concurrently if exists {by}")
        op.execute(f"create index concurrently {by} on idempotency_keys ({on})")
        op.execute(f"drop index concurrently if exists {old}")

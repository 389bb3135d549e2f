"""Run API clients: keys rotate and have limits of their own; every use is kept, a month a partition."""

from alembic import op

from migrations.functions_2026_11_21_uses import ENTER_TENANT, ENTER_TENANT_BEFORE, KEEP_KEY_USES, UUID_FROM
from migrations.walls import APP_ROLE, protect, script

revision = "2026_11_21_run_api_clients"
down_revision = "2026_11_21_amend_orders"
branch_labels = None
depends_on = None

NEW_COLUMNS = ("secret_version", "previous_hash", "previous_until", "requests_per_minute")


def upgrade() -> None:
    op.execute(UUID_FROM)
    for statement in script(revision):
        op.execute(statement)
    protect("key_uses", append_only=True)
    op.execute(KEEP_KEY_USES)
    op.execute("revoke execute on function keep_key_uses from public")
    op.execute(f"grant execute on function keep_key_uses to {APP_ROLE}")
    op.execute("select keep_key_uses(90)")
    op.execute(ENTER_TENANT)


def downgrade() -> None:
    op.execute(ENTER_TENANT_BEFORE)
    op.execute("drop function keep_key_uses")
    op.execute("drop table key_uses")
    op.execute("drop function uuid_from")
    for column in NEW_COLUMNS:
        op.execute(f"alter table api_keys drop column {column}")

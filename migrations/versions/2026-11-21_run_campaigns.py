"""Run campaigns: rules, limits, what orders took of them."""

from alembic import op

from migrations.functions_2026_11_21_campaigns import CAMPAIGN_OFFERS
from migrations.walls import protect, script

revision = "2026_11_21_run_campaigns"
down_revision = "2026_11_21_keep_rounds_begin"
branch_labels = None
depends_on = None

RIGHTS = "array['campaigns.view', 'campaigns.manage']"
ROLES = "code in ('super_admin', 'sales_manager', 'content_manager')"
TABLES = (
    "campaign_uses",
    "campaign_dealers",
    "campaign_audiences",
    "campaign_targets",
    "campaign_rules",
    "campaigns",
)


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    for table in ("campaigns", "campaign_rules", "campaign_targets"):
        protect(table)
    protect("campaign_audiences", shared_or_dealer="customer_id")
    for table in ("campaign_dealers", "campaign_uses"):
        protect(table, dealer="customer_id")
    op.execute(CAMPAIGN_OFFERS)
    _grant(f"(select array_agg(distinct p order by p) from unnest(permissions || {RIGHTS}) p)")


def _grant(permissions: str) -> None:
    """For every tenant's roles, which row security would hide."""
    op.execute("alter table roles no force row level security")
    op.execute(f"update roles set permissions = {permissions} where is_system and {ROLES}")
    op.execute("alter table roles force row level security")


def downgrade() -> None:
    _grant(f"(select array_agg(p order by p) from unnest(permissions) p where p <> all({RIGHTS}))")
    op.execute("drop function campaign_offers(uuid[], uuid, uuid, text, date)")
    op.drop_column("cart_lines", "shown_campaign_id")
    for column in ("campaign_id", "campaign_name", "campaign_external_id", "granted", "discount"):
        op.drop_column("order_lines", column)
    for table in TABLES:
        op.drop_table(table)

"""Care for endpoints: circuits, order, versions of what is sent, and replays that take their time."""

from alembic import op

from migrations.walls import protect, script

revision = "2026_11_21_care_for_endpoints"
down_revision = "2026_11_21_connect_logo"
branch_labels = None
depends_on = None

ENDPOINT = ("failures", "failing_since", "opened_at", "in_flight_max", "in_order", "payload_version")
DELIVERY = ("aggregate_id", "sequence")


def upgrade() -> None:
    for statement in script(revision):
        op.execute(statement)
    protect("webhook_replays")


def downgrade() -> None:
    op.drop_table("webhook_replays")
    op.drop_index("ix_webhook_deliveries_order", "webhook_deliveries")
    for column in DELIVERY:
        op.drop_column("webhook_deliveries", column)
    for column in ENDPOINT:
        op.drop_column("webhook_endpoints", column)

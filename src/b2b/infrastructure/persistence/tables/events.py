from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Sequence, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from b2b.infrastructure.persistence.registry import (
    flag,
    metadata,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
)

outbox_positions = Sequence("outbox_positions", metadata=metadata)

# `position` is given by the relay, one tenant at a time, so that a reader of the feed never meets a gap that
# fills later, as it would with a number taken before the commit.
outbox = tenant_table(
    "outbox",
    Column("customer_id", Uuid),
    required("type", String(80)),
    required("aggregate_id", Uuid),
    required("sequence", Integer),
    required("payload", JSONB),
    moment("occurred_at", nullable=False),
    Column("request_id", String(100)),
    # Of the trace in which it came about (W3C), where that is followed.
    Column("traceparent", String(55)),
    Column("position", BigInteger),
    moment("published_at"),
    unique("outbox_position", "position"),
    dealer="customer_id",
    append_only=True,
    updatable=("position", "published_at"),
)
# A test event is born published and never gets a position: the feed and the relay pass over it.
Index("ix_outbox_unpublished", outbox.c.tenant_id, outbox.c.id, postgresql_where=text("published_at is null"))
Index("ix_outbox_type", outbox.c.tenant_id, outbox.c.type, outbox.c.position)

idempotency_keys = tenant_table(
    "idempotency_keys",
    required("caller", String(60)),
    required("key", String(255)),
    required("request_hash", LargeBinary(32)),
    required("result", JSONB),
    moment("expires_at", nullable=False),
    unique("idempotency_keys_key", "caller", "key"),
)
# Without the tenant: while the table is small an index that has it seems as good for finding a key as that of
# the names, the newest is taken among equals, and a plan that reads it is kept while the table grows.
Index("ix_idempotency_keys_expires_at", idempotency_keys.c.expires_at)

webhook_endpoints = tenant_table(
    "webhook_endpoints",
    required("url", String(2000)),
    Column("description", String(500)),
    required("event_types", ARRAY(Text)),
    # Sealed with the installation's key; the newest first, an older one until its time ends.
    required("sealed_secret", LargeBinary),
    Column("sealed_previous_secret", LargeBinary),
    moment("previous_secret_until"),
    required("state", String(12), server_default=text("'active'")),
    Column("paused_reason", String(200)),
    # The last answer was slow or did not come in time: served in a lane where slow ones wait for slow ones.
    flag("is_slow"),
    # Left alone until then: the endpoint asked for it with Retry-After, or its circuit is open.
    moment("resting_until"),
    # Requests that failed in a row, since when, and since when the circuit is open for it.
    required("failures", Integer, server_default=text("0")),
    moment("failing_since"),
    moment("opened_at"),
    required("in_flight_max", Integer, server_default=text("8")),
    flag("in_order"),
    required("payload_version", String(10), server_default=text("'2026-11'")),
    flag("is_deleted"),
    version_column(),
    one_of("state", ("active", "paused", "disabled")),
)

webhook_deliveries = tenant_table(
    "webhook_deliveries",
    required("endpoint_id", Uuid),
    required("event_id", Uuid),
    required("event_type", String(80)),
    required("state", String(12), server_default=text("'pending'")),
    required("attempts", Integer, server_default=text("0")),
    # Attempts made before the last replay: the schedule of retries counts from there.
    required("attempts_before", Integer, server_default=text("0")),
    # None once the delivery is delivered or dead.
    moment("next_attempt_at"),
    moment("claimed_until"),
    moment("delivered_at"),
    Column("last_status", Integer),
    Column("last_error", String(500)),
    # Only where the endpoint wants a resource's events in their order.
    Column("aggregate_id", Uuid),
    Column("sequence", Integer),
    one_of("state", ("pending", "delivered", "failed", "dead")),
    unique("webhook_deliveries_once", "endpoint_id", "event_id"),
    parents=[("endpoint_id", "webhook_endpoints"), ("event_id", "outbox")],
)
Index(
    "ix_webhook_deliveries_due",
    webhook_deliveries.c.tenant_id,
    webhook_deliveries.c.endpoint_id,
    webhook_deliveries.c.next_attempt_at,
    postgresql_where=text("next_attempt_at is not null"),
)
Index(
    "ix_webhook_deliveries_order",
    webhook_deliveries.c.tenant_id,
    webhook_deliveries.c.endpoint_id,
    webhook_deliveries.c.aggregate_id,
    webhook_deliveries.c.sequence,
    postgresql_where=text("aggregate_id is not null and next_attempt_at is not null"),
)
Index(
    "ix_webhook_deliveries_claimed",
    webhook_deliveries.c.tenant_id,
    webhook_deliveries.c.endpoint_id,
    postgresql_where=text("claimed_until is not null"),
)
Index(
    "ix_webhook_deliveries_state",
    webhook_deliveries.c.tenant_id,
    webhook_deliveries.c.state,
    webhook_deliveries.c.id.desc(),
)

# Events of a period on their way again, a batch at a time; `position` is how far it is.
webhook_replays = tenant_table(
    "webhook_replays",
    moment("begins_at", nullable=False),
    moment("ends_at", nullable=False),
    Column("event_types", ARRAY(Text)),
    Column("endpoint_id", Uuid),
    Column("states", ARRAY(Text)),
    required("events", Integer),
    required("looked_at", Integer, server_default=text("0")),
    required("count", Integer, server_default=text("0")),
    required("position", BigInteger),
    required("last_position", BigInteger),
    moment("finished_at"),
    parents=[("endpoint_id", "webhook_endpoints")],
)
Index(
    "ix_webhook_replays_running",
    webhook_replays.c.tenant_id,
    webhook_replays.c.id,
    postgresql_where=text("finished_at is null"),
)

webhook_attempts = tenant_table(
    "webhook_attempts",
    required("delivery_id", Uuid),
    required("number", Integer),
    moment("at", nullable=False),
    Column("status", Integer),
    required("duration_ms", Integer),
    Column("error", String(500)),
    Column("response_excerpt", String(1000)),
    parents=[("delivery_id", "webhook_deliveries")],
    append_only=True,
)

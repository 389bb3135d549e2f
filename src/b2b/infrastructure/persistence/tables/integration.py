from sqlalchemy import BigInteger, Column, Index, Integer, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from b2b.infrastructure.persistence.registry import flag, moment, one_of, required, tenant_table

# What was pushed stays told when its client or key has gone: both are named, not referred to.
push_receipts = tenant_table(
    "push_receipts",
    required("resource", String(40)),
    required("mode", String(12)),
    flag("dry_run"),
    Column("client_id", Uuid),
    Column("api_key_id", Uuid),
    Column("request_id", String(100)),
    required("status", String(12), server_default=text("'running'")),
    Column("failure_code", String(80)),
    moment("started_at", nullable=False),
    # The last moment at which the push was seen at work.
    moment("alive_at", nullable=False),
    moment("finished_at"),
    required("received", Integer, server_default=text("0")),
    required("created", Integer, server_default=text("0")),
    required("updated", Integer, server_default=text("0")),
    required("unchanged", Integer, server_default=text("0")),
    required("stale", Integer, server_default=text("0")),
    required("failed", Integer, server_default=text("0")),
    required("received_bytes", BigInteger, server_default=text("0")),
    # Why items were refused, in the order in which the reasons came up: [{"code", "count"}].
    required("error_codes", JSONB, server_default=text("'[]'")),
    one_of("status", ("running", "finished", "failed", "interrupted")),
)
Index("ix_push_receipts_started", push_receipts.c.tenant_id, push_receipts.c.started_at, push_receipts.c.id)
Index(
    "ix_push_receipts_resource",
    push_receipts.c.tenant_id,
    push_receipts.c.resource,
    push_receipts.c.started_at,
    push_receipts.c.id,
)
Index(
    "ix_push_receipts_client",
    push_receipts.c.tenant_id,
    push_receipts.c.client_id,
    push_receipts.c.started_at,
    push_receipts.c.id,
)
Index(
    "ix_push_receipts_troubled",
    push_receipts.c.tenant_id,
    push_receipts.c.resource,
    push_receipts.c.started_at,
    postgresql_where=text("status <> 'finished' or failed > 0"),
)

push_errors = tenant_table(
    "push_errors",
    required("receipt_id", Uuid),
    required("place", Integer),
    Column("external_id", String(200)),
    Column("code", String(80)),
    Column("detail", Text),
    Column("pointer", Text),
    parents=[("receipt_id", "push_receipts")],
)

from sqlalchemy import Column, Index, Integer, Numeric, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from b2b.domain.integration.reconciliation import Subject
from b2b.infrastructure.persistence.registry import flag, moment, one_of, required, tenant_table

# What was compared stays told when its client or key has gone: both are named, not referred to.
reconciliations = tenant_table(
    "reconciliations",
    required("resource", String(40)),
    flag("equal"),
    moment("as_of"),
    Column("client_id", Uuid),
    Column("api_key_id", Uuid),
    moment("compared_at", nullable=False),
    required("duration_ms", Integer),
    required("digits", Integer),
    required("count_here", Integer),
    required("count_there", Integer),
    required("sum_here", Numeric(30, 4)),
    Column("sum_there", Numeric(30, 4)),
    # Those that differ, in their order: [{"bucket", "here": {"count", "sum", "hash"}, "there": {…}}].
    required("buckets", JSONB),
    one_of("resource", [subject.value for subject in Subject]),
    append_only=True,
)
Index(
    "ix_reconciliations_latest",
    reconciliations.c.tenant_id,
    reconciliations.c.resource,
    reconciliations.c.compared_at,
    reconciliations.c.id,
)

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from b2b.domain.integration.ownership import Disagreement, SharedField
from b2b.infrastructure.persistence.registry import flag, moment, one_of, required, tenant_table, unique
from b2b.infrastructure.persistence.types import CurrencyCode, words_of

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
    required("failure_facts", JSONB, server_default=text("'{}'")),
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
    # What a snapshot deleted, since its body did not hold it.
    required("vanished", Integer, server_default=text("0")),
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
    Index("ix_push_errors_place", "tenant_id", "receipt_id", "place", "id"),
    parents=[("receipt_id", "push_receipts")],
)

# What was deleted before it ever came, by the table it would have come to: an older state stays away.
push_tombstones = tenant_table(
    "push_tombstones",
    required("kind", String(40)),
    required("external_id", String(200)),
    required("source_version", BigInteger),
    unique("push_tombstones_name", "kind", "external_id"),
)

# A push that is written later. Its receipt, which counts, has the same id, and is there from its start on.
push_jobs = tenant_table(
    "push_jobs",
    required("resource", String(40)),
    required("mode", String(12)),
    flag("dry_run"),
    Column("client_id", Uuid),
    Column("api_key_id", Uuid),
    Column("request_id", String(100)),
    required("status", String(12), server_default=text("'receiving'")),
    Column("failure_code", String(80)),
    moment("accepted_at"),
    moment("started_at"),
    moment("finished_at"),
    # The last moment at which it was seen at work; none: whoever comes may go on at once.
    moment("alive_at"),
    required("received_bytes", BigInteger, server_default=text("0")),
    required("parts", Integer, server_default=text("0")),
    required("next_part", Integer, server_default=text("0")),
    required("next_index", Integer, server_default=text("0")),
    # How often somebody took it up since it last came forward.
    required("attempts", Integer, server_default=text("0")),
    one_of("status", ("receiving", "waiting", "running", "finished", "failed", "cancelled")),
)
Index("ix_push_jobs_client", push_jobs.c.tenant_id, push_jobs.c.client_id, push_jobs.c.id)
Index(
    "ix_push_jobs_open",
    push_jobs.c.tenant_id,
    push_jobs.c.resource,
    push_jobs.c.accepted_at,
    postgresql_where=text("status in ('receiving', 'waiting', 'running')"),
)

# What is still to be written of a job: whole lines, packed. A part goes in the transaction that writes it.
push_parts = tenant_table(
    "push_parts",
    required("job_id", Uuid),
    required("number", Integer),
    required("body", LargeBinary),
    Index("ix_push_parts_number", "tenant_id", "job_id", "number", unique=True),
    parents=[("job_id", "push_jobs")],
)

# What a snapshot under way has held so far, a row a part: names of items, and the scope of each.
push_seen = tenant_table(
    "push_seen",
    required("receipt_id", Uuid),
    required("names", ARRAY(Text)),
    required("scopes", ARRAY(Text)),
    # Items that were refused and had no name to be told by.
    required("unnamed", Integer, server_default=text("0")),
    parents=[("receipt_id", "push_receipts")],
)

# Fields of the ERP's that people changed here, with what the ERP says since; gone when both agree.
local_changes = tenant_table(
    "local_changes",
    required("customer_id", Uuid),
    required("field", words_of(SharedField, 20)),
    required("local_value", String(40)),
    Column("erp_value", String(40)),
    Column("currency", CurrencyCode),
    required("state", words_of(Disagreement, 10), server_default=text("'quiet'")),
    moment("changed_at", nullable=False),
    moment("offered_at"),
    one_of("field", ("credit_limit", "status")),
    one_of("state", [state.value for state in Disagreement]),
    unique("local_changes_field", "customer_id", "field"),
    parents=[("customer_id", "customers")],
    dealer="customer_id",
)

# The same of addresses, each as a whole: what people made of it is the address itself.
local_addresses = tenant_table(
    "local_addresses",
    required("customer_id", Uuid),
    required("address_id", Uuid),
    # What the ERP says of it; JSON's null where it says that there is none.
    Column("erp_value", JSONB),
    required("state", words_of(Disagreement, 10), server_default=text("'quiet'")),
    moment("changed_at", nullable=False),
    moment("offered_at"),
    one_of("state", [state.value for state in Disagreement]),
    Index("ix_local_addresses_address", "tenant_id", "address_id", unique=True),
    parents=[("customer_id", "customers"), ("address_id", "customer_addresses")],
    dealer="customer_id",
)

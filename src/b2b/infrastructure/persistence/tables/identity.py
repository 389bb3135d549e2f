from sqlalchemy import CHAR, Column, Index, Integer, LargeBinary, String, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY, INET, JSONB

from b2b.domain.customers.addresses import AddressKind
from b2b.domain.customers.customer import ApprovalMode, CustomerStatus
from b2b.domain.identity.roles import UserKind
from b2b.infrastructure.persistence.registry import (
    NOW,
    external_columns,
    flag,
    metadata,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
    words,
)
from b2b.infrastructure.persistence.types import words_of

# The one table without row security: it names the tenants, and is read to find out whose request this is.
tenants = Table(
    "tenants",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("host", String(253), unique=True),
    Column("currency", CHAR(3), nullable=False, server_default=text("'TRY'")),
    flag("is_active", default=True),
    Column("created_at", moment("x").type, nullable=False, server_default=NOW),
)

settings = tenant_table(
    "settings",
    required("name", String(100)),
    required("value", JSONB),
    version_column(),
    unique("settings_name", "name"),
)

roles = tenant_table(
    "roles",
    required("code", String(60)),
    required("name", String(120)),
    required("kind", words_of(UserKind, 10)),
    required("permissions", ARRAY(Text)),
    flag("is_system"),
    flag("is_protected"),
    version_column(),
    one_of("kind", ("dealer", "staff")),
    unique("roles_code", "code"),
)

users = tenant_table(
    "users",
    Column("customer_id", Uuid),
    required("kind", words_of(UserKind, 10)),
    required("email", String(254)),
    required("full_name", String(200)),
    Column("phone", String(40)),
    words("password_hash"),
    flag("is_active", default=True),
    required("access_version", Integer, server_default=text("1")),
    required("failed_attempts", Integer, server_default=text("0")),
    moment("locked_until"),
    moment("last_signed_in_at"),
    required("language", String(5), server_default=text("'tr'")),
    version_column(),
    one_of("kind", ("dealer", "staff")),
    unique("users_email", "customer_id", "email", nulls_distinct=False),
    parents=[("customer_id", "customers")],
    dealer="customer_id",
)

user_roles = tenant_table(
    "user_roles",
    Column("customer_id", Uuid),
    required("user_id", Uuid),
    required("role_id", Uuid),
    unique("user_roles_user_role", "user_id", "role_id"),
    parents=[("user_id", "users"), ("role_id", "roles"), ("customer_id", "customers")],
    dealer="customer_id",
)

# Whom the ERP named for a dealer, by the address it named: not asked again, whatever became of them.
invited_people = tenant_table(
    "invited_people",
    required("customer_id", Uuid),
    required("email", String(254)),
    required("user_id", Uuid),
    unique("invited_people_email", "customer_id", "email"),
    parents=[("user_id", "users"), ("customer_id", "customers")],
    dealer="customer_id",
    append_only=True,
)

sessions = tenant_table(
    "sessions",
    Column("customer_id", Uuid),
    required("user_id", Uuid),
    moment("started_at", nullable=False),
    moment("last_used_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("revoked_at"),
    Column("revoked_reason", String(60)),
    Column("ip", INET),
    Column("user_agent", String(400)),
    # Of staff at work for the dealer: their own session, with which this one ends.
    Column("begun_from", Uuid),
    parents=[("user_id", "users"), ("customer_id", "customers"), ("begun_from", "sessions")],
    dealer="customer_id",
)

refresh_tokens = tenant_table(
    "refresh_tokens",
    Column("customer_id", Uuid),
    required("session_id", Uuid),
    required("token_hash", LargeBinary(32)),
    moment("issued_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("used_at"),
    unique("refresh_tokens_hash", "token_hash"),
    parents=[("session_id", "sessions"), ("customer_id", "customers")],
    dealer="customer_id",
)

api_clients = tenant_table(
    "api_clients",
    required("name", String(120)),
    Column("contact", String(254)),
    flag("is_active", default=True),
    unique("api_clients_name", "name"),
)

api_keys = tenant_table(
    "api_keys",
    required("client_id", Uuid),
    required("name", String(120)),
    required("prefix", String(16)),
    required("secret_hash", LargeBinary(32)),
    required("scopes", ARRAY(Text)),
    # Addresses and networks (CIDR) that may use the key; empty: any.
    required("allowed_networks", ARRAY(Text), server_default=text("'{}'")),
    moment("expires_at"),
    moment("revoked_at"),
    Column("revoked_reason", String(200)),
    moment("last_used_at"),
    # The key's present secret has the number; the one before it is good until a moment that was named.
    required("secret_version", Integer, server_default=text("1")),
    Column("previous_hash", LargeBinary(32)),
    moment("previous_until"),
    # None: as many as the installation grants each key.
    Column("requests_per_minute", Integer),
    unique("api_keys_prefix", "prefix"),
    parents=[("client_id", "api_clients")],
)

# Partitioned by month; ids are UUIDv7, so that a range of ids is a range of time. What a key did stays told
# when it or its client has gone: both are named, not referred to.
key_uses = tenant_table(
    "key_uses",
    moment("at", nullable=False),
    Column("client_id", Uuid),
    required("api_key_id", Uuid),
    required("method", String(10)),
    required("endpoint", String(200)),
    required("status", Integer),
    required("duration_ms", Integer),
    Column("ip", INET),
    Column("user_agent", String(400)),
    Column("request_id", String(100)),
    append_only=True,
)
Index("ix_key_uses_client", key_uses.c.tenant_id, key_uses.c.client_id, key_uses.c.id)
Index("ix_key_uses_key", key_uses.c.tenant_id, key_uses.c.api_key_id, key_uses.c.id)

tiers = tenant_table(
    "tiers",
    required("code", String(20)),
    required("name", String(120)),
    *external_columns(),
    flag("is_deleted"),
    unique("tiers_code", "code"),
    unique("tiers_external_id", "external_id"),
)

customers = tenant_table(
    "customers",
    required("code", String(40)),
    required("title", String(300)),
    required("title_folded", String(300)),
    Column("tax_number", String(20)),
    Column("tax_office", String(120)),
    Column("tier_id", Uuid),
    required("currency", CHAR(3)),
    required("payment_terms_days", Integer, server_default=text("0")),
    required("status", words_of(CustomerStatus, 12), server_default=text("'active'")),
    required("approval_mode", words_of(ApprovalMode, 12), server_default=text("'inherit'")),
    flag("partial_approval_allowed", default=True),
    *external_columns(),
    flag("is_deleted"),
    version_column(),
    one_of("status", ("active", "suspended", "closed")),
    one_of("approval_mode", ("inherit", "always", "never")),
    unique("customers_code", "code"),
    unique("customers_tax_number", "tax_number"),
    unique("customers_external_id", "external_id"),
    parents=[("tier_id", "tiers")],
    dealer="id",
)
Index("ix_customers_title", customers.c.tenant_id, customers.c.title_folded, customers.c.id)

customer_addresses = tenant_table(
    "customer_addresses",
    required("customer_id", Uuid),
    required("kind", words_of(AddressKind, 10)),
    required("title", String(120)),
    required("line1", String(300)),
    Column("line2", String(300)),
    Column("district", String(100)),
    required("province", String(100)),
    Column("postal_code", String(12)),
    required("country", CHAR(2), server_default=text("'TR'")),
    Column("contact_name", String(200)),
    Column("phone", String(40)),
    flag("is_default"),
    *external_columns(),
    flag("is_deleted"),
    version_column(),
    one_of("kind", ("shipping", "billing", "both")),
    unique("customer_addresses_external_id", "customer_id", "external_id"),
    parents=[("customer_id", "customers")],
    dealer="customer_id",
)

audit_log = tenant_table(
    "audit_log",
    moment("at", nullable=False),
    Column("actor_id", Uuid),
    required("actor_kind", String(10)),
    Column("on_behalf_by", Uuid),
    Column("customer_id", Uuid),
    required("action", String(80)),
    required("entity", String(60)),
    Column("entity_id", String(100)),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("ip", INET),
    Column("user_agent", String(400)),
    Column("request_id", String(100)),
    dealer="customer_id",
    append_only=True,
)
Index("ix_audit_log_at", audit_log.c.tenant_id, audit_log.c.at.desc(), audit_log.c.id.desc())
Index("ix_audit_log_entity", audit_log.c.tenant_id, audit_log.c.entity, audit_log.c.entity_id)
Index("ix_users_email", users.c.tenant_id, func.lower(users.c.email))

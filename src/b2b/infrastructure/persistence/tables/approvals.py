from sqlalchemy import Column, Index, Integer, Numeric, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from b2b.domain.approvals.approval import ApprovalState, DecisionVerdict
from b2b.domain.approvals.conditions import OrderFacts
from b2b.domain.approvals.rules import MatchedRule, RuleAction, RuleStep
from b2b.infrastructure.persistence.registry import (
    flag,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
)
from b2b.infrastructure.persistence.types import CurrencyCode, JsonOf, words_of

approval_rules = tenant_table(
    "approval_rules",
    required("name", String(200)),
    required("priority", Integer),
    required("action", words_of(RuleAction, 20)),
    required("conditions", JSONB),
    required("steps", JsonOf(tuple[RuleStep, ...])),
    flag("is_active", default=True),
    flag("is_deleted"),
    version_column(),
    one_of("action", ("auto_approve", "require_approval", "auto_reject")),
)

approvals = tenant_table(
    "approvals",
    required("customer_id", Uuid),
    required("order_id", Uuid),
    required("requested_by", Uuid),
    required("content_hash", String(64)),
    required("amount", Numeric(20, 4)),
    required("currency", CurrencyCode),
    required("steps", JsonOf(tuple[RuleStep, ...])),
    required("current_step", Integer, server_default=text("0")),
    required("state", words_of(ApprovalState, 12)),
    required("matched", JsonOf(tuple[MatchedRule, ...])),
    required("facts", JsonOf(OrderFacts)),
    moment("requested_at", nullable=False),
    moment("decided_at"),
    version_column(),
    one_of("state", ("waiting", "approved", "rejected", "void")),
    parents=[("order_id", "orders"), ("customer_id", "customers"), ("requested_by", "users")],
    dealer="customer_id",
)
Index(
    "ix_approvals_state", approvals.c.tenant_id, approvals.c.state, approvals.c.requested_at, approvals.c.id
)
APPROVAL_IS_DECIDED = "approvals.state <> 'waiting'"
Index(
    "ix_approvals_decided",
    approvals.c.tenant_id,
    approvals.c.requested_at.desc(),
    approvals.c.id.desc(),
    postgresql_where=text(APPROVAL_IS_DECIDED.replace("approvals.", "")),
)
Index(
    "uq_approvals_waiting",
    approvals.c.tenant_id,
    approvals.c.order_id,
    unique=True,
    postgresql_where=text("state = 'waiting'"),
)

approval_decisions = tenant_table(
    "approval_decisions",
    required("customer_id", Uuid),
    required("approval_id", Uuid),
    required("step", Integer),
    required("decided_by", Uuid),
    required("verdict", words_of(DecisionVerdict, 10)),
    Column("note", String(2000)),
    moment("at", nullable=False),
    one_of("verdict", ("approved", "rejected")),
    unique("approval_decisions_once", "approval_id", "step", "decided_by"),
    parents=[("approval_id", "approvals"), ("customer_id", "customers"), ("decided_by", "users")],
    dealer="customer_id",
    append_only=True,
)

from datetime import UTC, datetime
from uuid import UUID

from b2b.domain.approvals.approval import Approval
from b2b.domain.approvals.conditions import Condition, OrderFacts
from b2b.domain.approvals.rules import ApprovalRule, RuleAction, RuleStep, Verdict
from b2b.domain.shared.ids import ApprovalId, ApprovalRuleId, CustomerId, OrderId, UserId, new_id
from b2b.domain.shared.money import Money
from tests.unit.shared.strategies import lira

NOW = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
CUSTOMER = CustomerId(new_id())
REQUESTER = UserId(new_id())
HASH = "a" * 64

FINANCE = RuleStep(frozenset({"finance_manager"}))
SALES = RuleStep(frozenset({"sales_manager"}))
ASK, PASS, REFUSE = RuleAction.REQUIRE_APPROVAL, RuleAction.AUTO_APPROVE, RuleAction.AUTO_REJECT


def facts(
    *,
    gross: Money | str = "100.00",
    limit: str = "1000.00",
    used_after: str = "100.00",
    overdue: str = "0.00",
    overdue_days: int = 0,
    orders_before: int = 10,
) -> OrderFacts:
    return OrderFacts(
        customer_id=CUSTOMER,
        tier_id=None,
        payment_method="open_account",
        gross=lira(gross) if isinstance(gross, str) else gross,
        credit_limit=lira(limit),
        credit_used_after=lira(used_after),
        overdue_amount=lira(overdue),
        oldest_overdue_days=overdue_days,
        orders_before=orders_before,
    )


def a_rule(
    action: RuleAction,
    *conditions: Condition,
    number: int = 1,
    priority: int = 0,
    steps: tuple[RuleStep, ...] | None = None,
    active: bool = True,
) -> ApprovalRule:
    asked = (FINANCE,) if action is RuleAction.REQUIRE_APPROVAL else ()
    return ApprovalRule(
        id=ApprovalRuleId(UUID(int=number)),
        version=3,
        name=f"Rule {number}",
        priority=priority,
        conditions=conditions,
        action=action,
        steps=asked if steps is None else steps,
        active=active,
    )


def an_approval(*steps: RuleStep) -> Approval:
    verdict = Verdict(RuleAction.REQUIRE_APPROVAL, (), steps or (FINANCE,))
    return Approval.request(
        verdict,
        facts(gross="1200.00"),
        id=ApprovalId(new_id()),
        order_id=OrderId(new_id()),
        requested_by=REQUESTER,
        content_hash=HASH,
        at=NOW,
    )

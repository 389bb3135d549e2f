"""What an approval rule does, in one sentence."""

from collections.abc import Mapping

from b2b.api_portal.web.formats import money, number
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.labels import label
from b2b.api_portal.web.rule_forms import codes_of
from b2b.application.approvals.queries.rule_names import ApproverRole, NamedDealer
from b2b.application.shared.values import money as value_of
from b2b.domain.approvals.conditions import (
    AmountAbove,
    Condition,
    CreditUtilisationAbove,
    CustomerIn,
    FirstOrders,
    OverdueDebt,
)
from b2b.domain.approvals.rules import ApprovalRule, RuleAction, RuleStep
from b2b.domain.shared.ids import CustomerId

Dealers = Mapping[CustomerId, NamedDealer]
Roles = Mapping[str, ApproverRole]


def sentence_of_rule(rule: ApprovalRule, dealers: Dealers, roles: Roles) -> str:
    outcome = _outcome(rule, roles)
    if not rule.conditions:
        return tr("Every order %(outcome)s.", outcome=outcome)
    asked = tr(" and ").join(_condition(condition, dealers) for condition in rule.conditions)
    return tr("An order %(outcome)s where %(conditions)s.", outcome=outcome, conditions=asked)


def role_name(code: str, roles: Roles) -> str:
    """Own roles have the names that people gave them."""
    known = roles.get(code)
    return known.name if known is not None and not known.is_system else str(label("role", code))


def _outcome(rule: ApprovalRule, roles: Roles) -> str:
    match rule.action:
        case RuleAction.AUTO_APPROVE:
            return tr("is approved by itself, and rules below are not asked,")
        case RuleAction.AUTO_REJECT:
            return tr("is rejected, whatever other rules say,")
    steps = tr(", then ").join(_step(step, roles) for step in rule.steps)
    return tr("waits for %(steps)s", steps=steps)


def _step(step: RuleStep, roles: Roles) -> str:
    names = tr(" or ").join(role_name(code, roles) for code in sorted(step.roles))
    return tr("%(count)s of %(roles)s", count=step.quorum, roles=names)


def _condition(condition: Condition, dealers: Dealers) -> str:
    match condition:
        case AmountAbove():
            return tr("the total is above %(amount)s", amount=money(value_of(condition.amount)))
        case CreditUtilisationAbove():
            percent = number(condition.percent, 0 if condition.percent == int(condition.percent) else 2)
            return tr("more than %(percent)s%% of the credit limit is used with it", percent=percent)
        case OverdueDebt():
            amount = money(value_of(condition.amount))
            return tr(
                "more than %(amount)s is overdue, the oldest of it for more than %(days)s days",
                amount=amount,
                days=condition.days,
            )
        case FirstOrders():
            return tr("it is one of the dealer's first %(count)s orders", count=condition.count)
        case CustomerIn():
            named = ", ".join(codes_of(condition.customer_ids, dealers))
            return tr("the dealer is one of %(dealers)s", dealers=named or "—")
    return str(label("reason", condition.code))

from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec

from b2b.api_shared.inputs import WITHOUT_NUL, LongText, MoneyInput, Reason, ShortText
from b2b.application.approvals.decide import KeptLine
from b2b.application.approvals.manage_rules import RuleText
from b2b.application.shared.values import MoneyValue, money
from b2b.domain.approvals.conditions import (
    AmountAbove,
    Condition,
    CreditUtilisationAbove,
    CustomerIn,
    FirstOrders,
    OverdueDebt,
)
from b2b.domain.approvals.rules import STEPS_MAX, ApprovalRule, RuleAction, RuleStep
from b2b.domain.shared.ids import CustomerId

ContentHash = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9a-f]{64}$",
        description="`content_hash` of the order that was looked at; a changed order is refused.",
    ),
]
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Percent = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,4}(\.[0-9]{1,2})?$", examples=["80"])]
RoleCode = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=WITHOUT_NUL)]


class KeptLineInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many pieces of a line are left; zero refuses the line."""

    line_number: Annotated[int, msgspec.Meta(ge=1, le=2000)]
    quantity: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]

    def to_kept(self) -> KeptLine:
        return KeptLine(line_number=self.line_number, quantity=self.quantity)


class ApproveRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`lines` names only what is cut; a line that is not named stays as it was ordered."""

    note: LongText | None = None
    lines: Annotated[list[KeptLineInput], msgspec.Meta(max_length=2000)] = []
    content_hash: ContentHash | None = None


class RejectRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why not; the dealer reads it."""

    reason: Reason
    content_hash: ContentHash | None = None


class ConditionBase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="code"):
    """A condition says by its code which one it is."""


class AmountAboveShape(ConditionBase, frozen=True, kw_only=True, tag="amount_above"):
    """The gross total is above the amount."""

    amount: MoneyInput


class CreditUtilisationShape(ConditionBase, frozen=True, kw_only=True, tag="credit_utilisation_above"):
    """After the order, more than this share of the credit limit is used."""

    percent: Percent


class OverdueDebtShape(ConditionBase, frozen=True, kw_only=True, tag="overdue_debt"):
    """More than the amount is overdue, the oldest of it for more than so many days."""

    days: Days
    amount: MoneyInput


class FirstOrdersShape(ConditionBase, frozen=True, kw_only=True, tag="first_orders"):
    """It is one of the dealer's first orders."""

    count: Count


class CustomerInShape(ConditionBase, frozen=True, kw_only=True, tag="customer_in"):
    """The dealer is one of these."""

    customer_ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=1000)]


ConditionShape = (
    AmountAboveShape | CreditUtilisationShape | OverdueDebtShape | FirstOrdersShape | CustomerInShape
)


class RuleStepShape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`quorum` people approve, each of whom has one of the roles."""

    roles: Annotated[list[RoleCode], msgspec.Meta(min_length=1, max_length=20)]
    quorum: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1


class RuleRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An approval rule: it matches an order that meets all its conditions. A higher priority goes first."""

    name: ShortText
    priority: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    action: RuleAction
    conditions: Annotated[list[ConditionShape], msgspec.Meta(max_length=20)] = []
    steps: Annotated[list[RuleStepShape], msgspec.Meta(max_length=STEPS_MAX)] = []
    active: bool = True

    def to_text(self) -> RuleText:
        return RuleText(
            name=self.name,
            priority=self.priority,
            action=self.action,
            conditions=tuple(_condition(shape) for shape in self.conditions),
            steps=tuple(RuleStep(frozenset(step.roles), step.quorum) for step in self.steps),
            active=self.active,
        )


class ConditionView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A condition: its code and the bounds that this code has."""

    code: str
    amount: MoneyValue | None = None
    percent: str | None = None
    days: int | None = None
    count: int | None = None
    customer_ids: list[UUID] | None = None


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule; `version` grows with every edit and is its ETag."""

    id: UUID
    version: int
    name: str
    priority: int
    action: str
    conditions: list[ConditionView]
    steps: list[RuleStepShape]
    active: bool


class RuleList(msgspec.Struct, frozen=True, kw_only=True):
    """All rules, in the order in which they are asked."""

    items: list[RuleView]
    next_cursor: str | None = None


def rule_view(rule: ApprovalRule) -> RuleView:
    return RuleView(
        id=rule.id,
        version=rule.version,
        name=rule.name,
        priority=rule.priority,
        action=rule.action.value,
        conditions=[_view(condition) for condition in rule.conditions],
        steps=[RuleStepShape(roles=sorted(step.roles), quorum=step.quorum) for step in rule.steps],
        active=rule.active,
    )


def _condition(shape: ConditionShape) -> Condition:
    match shape:
        case AmountAboveShape():
            return AmountAbove(shape.amount.to_money())
        case CreditUtilisationShape():
            return CreditUtilisationAbove(Decimal(shape.percent))
        case OverdueDebtShape():
            return OverdueDebt(shape.days, shape.amount.to_money())
        case FirstOrdersShape():
            return FirstOrders(shape.count)
        case CustomerInShape():
            return CustomerIn(frozenset(CustomerId(each) for each in shape.customer_ids))


def _view(condition: Condition) -> ConditionView:
    match condition:
        case AmountAbove():
            return ConditionView(code=condition.code, amount=money(condition.amount))
        case CreditUtilisationAbove():
            return ConditionView(code=condition.code, percent=f"{condition.percent:f}")
        case OverdueDebt():
            return ConditionView(code=condition.code, days=condition.days, amount=money(condition.amount))
        case FirstOrders():
            return ConditionView(code=condition.code, count=condition.count)
        case CustomerIn():
            return ConditionView(code=condition.code, customer_ids=sorted(condition.customer_ids))
        case _:
            return ConditionView(code=condition.code)

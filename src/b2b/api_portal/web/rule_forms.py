"""Approval rules as a form's fields, and back."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final

import msgspec

from b2b.api_shared.inputs import LongText, ShortText
from b2b.application.approvals.manage_rules import RuleText
from b2b.application.approvals.queries.rule_names import NamedDealer
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
from b2b.domain.shared.money import Currency, Money

_Amount = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")]
_Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
_Percent = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,4}(\.[0-9]{1,2})?$")]
_Roles = Annotated[list[Annotated[str, msgspec.Meta(max_length=60)]], msgspec.Meta(max_length=20)]
_Quorum = Annotated[int, msgspec.Meta(ge=1, le=10)]
_Priority = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
STEPS: Final = tuple(range(1, STEPS_MAX + 1))


class RuleForm(msgspec.Struct, frozen=True, kw_only=True):
    """A condition whose field is empty is none; a step without a role is none."""

    name: ShortText
    priority: _Priority
    action: RuleAction
    currency: _Currency = "TRY"
    amount: _Amount | None = None
    percent: _Percent | None = None
    overdue_days: Annotated[int, msgspec.Meta(ge=0, le=3650)] | None = None
    overdue_amount: _Amount | None = None
    first_orders: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    dealers: LongText | None = None
    roles_1: _Roles = []
    roles_2: _Roles = []
    roles_3: _Roles = []
    roles_4: _Roles = []
    roles_5: _Roles = []
    quorum_1: _Quorum = 1
    quorum_2: _Quorum = 1
    quorum_3: _Quorum = 1
    quorum_4: _Quorum = 1
    quorum_5: _Quorum = 1
    active: bool = False
    version: int = 0

    def codes(self) -> list[str]:
        return list(dict.fromkeys((self.dealers or "").replace(",", " ").split()))

    def text(self, dealers: frozenset[CustomerId]) -> RuleText:
        return RuleText(
            name=self.name,
            priority=self.priority,
            conditions=tuple(self._conditions(dealers)),
            action=self.action,
            steps=self._steps() if self.action is RuleAction.REQUIRE_APPROVAL else (),
            active=self.active,
        )

    def _conditions(self, dealers: frozenset[CustomerId]) -> list[Condition]:
        found: list[Condition] = []
        if self.amount is not None:
            found.append(AmountAbove(self._money(self.amount)))
        if self.percent is not None:
            found.append(CreditUtilisationAbove(Decimal(self.percent)))
        if self.overdue_days is not None or self.overdue_amount is not None:
            found.append(OverdueDebt(self.overdue_days or 0, self._money(self.overdue_amount or "0")))
        if self.first_orders is not None:
            found.append(FirstOrders(self.first_orders))
        if dealers:
            found.append(CustomerIn(dealers))
        return found

    def _steps(self) -> tuple[RuleStep, ...]:
        given = ((getattr(self, f"roles_{n}"), getattr(self, f"quorum_{n}")) for n in STEPS)
        return tuple(RuleStep(frozenset(roles), quorum) for roles, quorum in given if roles)

    def _money(self, amount: str) -> Money:
        return Money(Decimal(amount), Currency(self.currency))


def fits_the_form(rule: ApprovalRule, dealers: Mapping[CustomerId, NamedDealer]) -> bool:
    """Rules made over the API may ask the same twice, in two currencies, or name who is gone."""
    codes = [condition.code for condition in rule.conditions]
    once = len(codes) == len(set(codes))
    return once and len(_currencies(rule)) <= 1 and dealers_of([rule]) <= set(dealers)


def dealers_of(rules: Iterable[ApprovalRule]) -> set[CustomerId]:
    """Whom the rules name."""
    return {
        each
        for rule in rules
        for condition in rule.conditions
        if isinstance(condition, CustomerIn)
        for each in condition.customer_ids
    }


def fields_of(rule: ApprovalRule, dealers: Mapping[CustomerId, NamedDealer]) -> dict[str, Any]:
    """As the form shows it."""
    fields = blank() | {
        "name": rule.name,
        "priority": rule.priority,
        "action": rule.action.value,
        "active": rule.active,
        "currency": next(iter(_currencies(rule)), "TRY"),
    }
    for condition in rule.conditions:
        fields |= _of_condition(condition, dealers)
    for place, step in enumerate(rule.steps, start=1):
        fields |= {f"roles_{place}": sorted(step.roles), f"quorum_{place}": step.quorum}
    return fields


def blank() -> dict[str, Any]:
    names = ("name", "amount", "percent", "overdue_days", "overdue_amount", "first_orders", "dealers")
    steps: dict[str, Any] = {
        f"{part}_{n}": value for n in STEPS for part, value in (("roles", []), ("quorum", 1))
    }
    own = {"priority": 100, "action": RuleAction.REQUIRE_APPROVAL.value, "active": True, "currency": "TRY"}
    return dict.fromkeys(names, "") | steps | own


def _of_condition(condition: Condition, dealers: Mapping[CustomerId, NamedDealer]) -> dict[str, Any]:
    match condition:
        case AmountAbove():
            return {"amount": f"{condition.amount.amount:f}"}
        case CreditUtilisationAbove():
            return {"percent": f"{condition.percent:f}"}
        case OverdueDebt():
            return {"overdue_days": condition.days, "overdue_amount": f"{condition.amount.amount:f}"}
        case FirstOrders():
            return {"first_orders": condition.count}
        case CustomerIn():
            return {"dealers": " ".join(codes_of(condition.customer_ids, dealers))}
    return {}


def codes_of(ids: Iterable[CustomerId], dealers: Mapping[CustomerId, NamedDealer]) -> Sequence[str]:
    return sorted(dealers[each].code for each in ids if each in dealers)


def _currencies(rule: ApprovalRule) -> set[str]:
    return {
        condition.amount.currency.code
        for condition in rule.conditions
        if isinstance(condition, AmountAbove | OverdueDebt)
    }

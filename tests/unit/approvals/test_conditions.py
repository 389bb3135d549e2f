from decimal import Decimal

import pytest

from b2b.domain.approvals.conditions import (
    AmountAbove,
    CreditUtilisationAbove,
    CustomerIn,
    FirstOrders,
    OverdueDebt,
)
from b2b.domain.approvals.errors import InvalidCondition
from b2b.domain.shared.ids import CustomerId, new_id
from b2b.domain.shared.money import Money
from tests.unit.approvals.builders import CUSTOMER, facts
from tests.unit.shared.strategies import EUR, lira


@pytest.mark.parametrize(("gross", "matches"), [("1000.00", False), ("1000.01", True)])
def test_an_amount_is_above_and_not_at_its_bound(gross: str, matches: bool) -> None:
    assert AmountAbove(lira("1000.00")).matches(facts(gross=gross)) is matches


def test_an_amount_of_another_currency_is_another_rules_business() -> None:
    assert not AmountAbove(lira("1000.00")).matches(facts(gross=Money(Decimal(5000), EUR)))


@pytest.mark.parametrize(("used", "matches"), [("800.00", False), ("800.01", True), ("-50.00", False)])
def test_utilisation_counts_the_order_itself(used: str, matches: bool) -> None:
    condition = CreditUtilisationAbove(Decimal(80))

    assert condition.matches(facts(limit="1000.00", used_after=used)) is matches


@pytest.mark.parametrize(("used", "matches"), [("0.01", True), ("0.00", False), ("-1.00", False)])
def test_without_a_limit_any_use_of_credit_is_too_much(used: str, matches: bool) -> None:
    condition = CreditUtilisationAbove(Decimal(80))

    assert condition.matches(facts(limit="0.00", used_after=used)) is matches


@pytest.mark.parametrize(
    ("amount", "days", "matches"),
    [("500.01", 31, True), ("500.01", 30, False), ("500.00", 31, False), ("0.00", 0, False)],
)
def test_overdue_debt_is_both_large_and_old(amount: str, days: int, matches: bool) -> None:
    condition = OverdueDebt(days=30, amount=lira("500.00"))

    assert condition.matches(facts(overdue=amount, overdue_days=days)) is matches


@pytest.mark.parametrize(("before", "matches"), [(0, True), (2, True), (3, False)])
def test_the_first_orders_of_a_dealer_are_counted_with_this_one(before: int, matches: bool) -> None:
    assert FirstOrders(3).matches(facts(orders_before=before)) is matches


def test_a_rule_may_be_for_particular_dealers() -> None:
    assert CustomerIn(frozenset({CUSTOMER})).matches(facts())
    assert not CustomerIn(frozenset({CustomerId(new_id())})).matches(facts())


def test_bounds_below_zero_are_refused() -> None:
    with pytest.raises(InvalidCondition):
        AmountAbove(lira("-1.00"))
    with pytest.raises(InvalidCondition):
        CreditUtilisationAbove(Decimal(-1))
    with pytest.raises(InvalidCondition):
        CreditUtilisationAbove(Decimal("NaN"))
    with pytest.raises(InvalidCondition):
        OverdueDebt(days=-1, amount=lira("0.00"))
    with pytest.raises(InvalidCondition):
        FirstOrders(-1)

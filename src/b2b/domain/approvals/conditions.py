"""What a rule can ask about an order. A further condition is a class here; nothing else changes.

A condition never matches an amount of another currency: 10,000 TRY and 10,000 EUR are different rules.
"""

from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol

from b2b.domain.approvals.errors import InvalidCondition
from b2b.domain.shared.ids import CustomerId, TierId
from b2b.domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What is known of an order and its dealer when the rules are asked.

    - `credit_used_after` is balance and holds with this order; like `credit_limit` in the account's currency.
    - `overdue_amount` and `oldest_overdue_days` follow the account's ageing.
    - `orders_before` counts the dealer's earlier orders that were neither rejected nor cancelled.
    """

    customer_id: CustomerId
    tier_id: TierId | None
    payment_method: str
    gross: Money
    credit_limit: Money
    credit_used_after: Money
    overdue_amount: Money
    oldest_overdue_days: int
    orders_before: int


class Condition(Protocol):
    """`code` is stable: it is stored with the rule, and is the reason shown to an approver."""

    code: ClassVar[str]

    def matches(self, facts: OrderFacts) -> bool: ...


@dataclass(frozen=True, slots=True)
class AmountAbove:
    """The order's gross total is above the amount."""

    code: ClassVar[str] = "amount_above"

    amount: Money

    def __post_init__(self) -> None:
        if self.amount.is_negative:
            raise InvalidCondition(condition=self.code, amount=self.amount)

    def matches(self, facts: OrderFacts) -> bool:
        return _above(facts.gross, self.amount)


@dataclass(frozen=True, slots=True)
class CreditUtilisationAbove:
    """After this order the dealer uses more than this share of the limit; of no limit, anything is more."""

    code: ClassVar[str] = "credit_utilisation_above"

    percent: Decimal

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or self.percent < 0:
            raise InvalidCondition(condition=self.code, percent=self.percent)

    def matches(self, facts: OrderFacts) -> bool:
        bound = facts.credit_limit.amount * self.percent / 100
        return facts.credit_used_after.amount > bound


@dataclass(frozen=True, slots=True)
class OverdueDebt:
    """More than `amount` is overdue, and the oldest of it for more than `days`."""

    code: ClassVar[str] = "overdue_debt"

    days: int
    amount: Money

    def __post_init__(self) -> None:
        if self.days < 0 or self.amount.is_negative:
            raise InvalidCondition(condition=self.code, days=self.days, amount=self.amount)

    def matches(self, facts: OrderFacts) -> bool:
        return facts.oldest_overdue_days > self.days and _above(facts.overdue_amount, self.amount)


@dataclass(frozen=True, slots=True)
class FirstOrders:
    """It is one of the dealer's first `count` orders."""

    code: ClassVar[str] = "first_orders"

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise InvalidCondition(condition=self.code, count=self.count)

    def matches(self, facts: OrderFacts) -> bool:
        return facts.orders_before < self.count


@dataclass(frozen=True, slots=True)
class CustomerIn:
    code: ClassVar[str] = "customer_in"

    customer_ids: Set[CustomerId]

    def matches(self, facts: OrderFacts) -> bool:
        return facts.customer_id in self.customer_ids


def _above(amount: Money, bound: Money) -> bool:
    return amount.currency == bound.currency and amount > bound

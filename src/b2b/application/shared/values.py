"""How values look to those who read them."""

from decimal import Decimal

import msgspec

from b2b.domain.shared.money import Currency, Money


class MoneyValue(msgspec.Struct, frozen=True, gc=False):
    """An exact amount: a decimal string with the currency's fixed minor units, and an ISO 4217 code."""

    amount: str
    currency: str


def money(value: Money) -> MoneyValue:
    return MoneyValue(f"{value.amount:f}", value.currency.code)


def money_of(amount: Decimal, currency: str) -> MoneyValue:
    """A stored amount: the column has four decimals, the currency's minor unit decides how many are shown."""
    return money(Money(amount, Currency(currency)))


def unit_price(amount: Decimal) -> str:
    """At least two decimals, at most four: 12.50, 0.0375."""
    text = f"{amount:.4f}"
    return text.removesuffix("00")

"""How values look to those who read them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

import msgspec

from b2b.domain.shared.money import Currency, Money

# What of a column's four decimals lies beyond each minor unit.
_BEYOND: Final = {Decimal(1).scaleb(-digits): ".0000"[digits + (digits > 0) :] for digits in range(5)}


class MoneyValue(msgspec.Struct, frozen=True, gc=False):
    """An exact amount: a decimal string with the currency's fixed minor units, and an ISO 4217 code."""

    amount: str
    currency: str


def money(value: Money) -> MoneyValue:
    return MoneyValue(f"{value.amount:f}", value.currency.code)


def money_of(amount: Decimal, currency: str) -> MoneyValue:
    """A stored amount: the column has four decimals, the currency's minor unit decides how many are shown."""
    return money(Money(amount, Currency(currency)))


def stored(currency: Currency) -> Callable[[Decimal], MoneyValue]:
    """`money_of` for thousands of amounts, each with the four decimals of its column; what it cannot hold is
    refused alike.
    """
    code, zeros = currency.code, _BEYOND[currency.minor_unit]

    def shown(amount: Decimal) -> MoneyValue:
        text = str(amount)
        return MoneyValue(text.removesuffix(zeros), code) if text.endswith(zeros) else money_of(amount, code)

    return shown


def counted(currency: Currency) -> Callable[[int], MoneyValue]:
    """`money` for thousands of amounts in minor units, none of them negative."""
    code, digits = currency.code, -int(currency.minor_unit.as_tuple().exponent)

    def shown(units: int) -> MoneyValue:
        text = f"{units:0{digits + 1}}"
        return MoneyValue(f"{text[:-digits]}.{text[-digits:]}" if digits else text, code)

    return shown


def unit_price(amount: Decimal) -> str:
    """At least two decimals, at most four: 12.50, 0.0375."""
    text = f"{amount:.4f}"
    return text.removesuffix("00")

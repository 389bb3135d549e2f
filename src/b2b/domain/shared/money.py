"""Money: exact, of one currency, rounded in one place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Self

from b2b.domain.shared.errors import Conflict, Invalid

# ISO 4217: the currencies whose minor unit is not the hundredth.
_DIGITS: Final = {
    "BHD": 3, "BIF": 0, "CLF": 4, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
    "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0,
    "UYW": 4, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
# Every amount asks for it.
_MINOR_UNITS: Final = {code: Decimal(1).scaleb(-digits) for code, digits in _DIGITS.items()}
_HUNDREDTH: Final = Decimal("0.01")
_CODE: Final = re.compile(r"[A-Z]{3}")

# 16 digits before the point are more than any ledger holds, and fit numeric(20,4) columns.
AMOUNT_MAX: Final = Decimal(10) ** 15
UNIT_PRICE_DIGITS: Final = 4
_UNIT_PRICE_UNIT: Final = Decimal(1).scaleb(-UNIT_PRICE_DIGITS)


class InvalidCurrency(Invalid):
    code = "currency.invalid"
    title = "A currency is three capital letters (ISO 4217)."


class InvalidAmount(Invalid):
    code = "money.invalid"
    title = "An amount is a plain decimal number of reasonable size."


class MoneyTooPrecise(Invalid):
    code = "money.too_precise"
    title = "The amount is finer than the currency's minor unit."


class CurrencyMismatch(Conflict):
    code = "money.currency_mismatch"
    title = "Amounts of two currencies do not mix."


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 code."""

    code: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise InvalidCurrency(currency=self.code)

    def __str__(self) -> str:
        return self.code

    @property
    def minor_unit(self) -> Decimal:
        return _MINOR_UNITS.get(self.code, _HUNDREDTH)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency, a whole number of its minor units."""

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or abs(self.amount) >= AMOUNT_MAX:
            raise InvalidAmount(amount=self.amount)
        exact = self.amount.quantize(self.currency.minor_unit)
        if exact != self.amount:
            raise MoneyTooPrecise(amount=self.amount, currency=self.currency)
        # A negative zero would print as "-0.00".
        object.__setattr__(self, "amount", exact or abs(exact))

    @classmethod
    def zero(cls, currency: Currency) -> Self:
        return cls(Decimal(0), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: Currency) -> Self:
        """The only way to round (half up): callers say out loud that precision is lost here."""
        if not amount.is_finite() or abs(amount) >= AMOUNT_MAX:
            raise InvalidAmount(amount=amount)
        return cls(amount.quantize(currency.minor_unit, ROUND_HALF_UP), currency)

    @classmethod
    def from_minor(cls, units: int, currency: Currency) -> Self:
        return cls(units * currency.minor_unit, currency)

    @classmethod
    def total(cls, parts: Iterable[Self], currency: Currency) -> Self:
        return sum(parts, start=cls.zero(currency))

    @property
    def minor_units(self) -> int:
        return int(self.amount / self.currency.minor_unit)

    @property
    def is_negative(self) -> bool:
        return self.amount < 0

    def __add__(self, other: Self) -> Self:
        self._same_currency(other)
        return type(self)(self.amount + other.amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        self._same_currency(other)
        return type(self)(self.amount - other.amount, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __lt__(self, other: Self) -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: Self) -> bool:
        self._same_currency(other)
        return self.amount <= other.amount

    def __gt__(self, other: Self) -> bool:
        return other < self

    def __ge__(self, other: Self) -> bool:
        return other <= self

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def allocate(self, weights: Sequence[int]) -> tuple[Self, ...]:
        """Split by weight, by largest remainder; the parts always add up to the whole.

        - Weights are not negative and not all zero; a weight of zero receives nothing.
        - A negative whole is split as the mirror image of the positive one.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise InvalidAmount(weights=list(weights))
        whole = abs(self.minor_units)
        units = [whole * weight // total for weight in weights]
        remainders = [whole * weight % total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
        for index in by_remainder[: whole - sum(units)]:
            units[index] += 1
        sign = -1 if self.is_negative else 1
        return tuple(self.from_minor(sign * share, self.currency) for share in units)

    def _same_currency(self, other: Self) -> None:
        if other.currency != self.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one base unit: up to four decimals, not negative. Only the line's total rounds."""

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not 0 <= self.amount < AMOUNT_MAX:
            raise InvalidAmount(amount=self.amount)
        exact = self.amount.quantize(_UNIT_PRICE_UNIT)
        if exact != self.amount:
            raise MoneyTooPrecise(amount=self.amount, currency=self.currency)
        object.__setattr__(self, "amount", exact or abs(exact))

    def times(self, quantity: int) -> Money:
        """The line's net: the one place where a unit price becomes money."""
        return Money.rounded(self.amount * quantity, self.currency)

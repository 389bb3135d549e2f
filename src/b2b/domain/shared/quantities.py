"""The small values every context measures with."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from b2b.domain.shared.errors import Invalid
from b2b.domain.shared.money import Money

QUANTITY_MAX: Final = 1_000_000


class InvalidQuantity(Invalid):
    code = "quantity.invalid"
    title = "A quantity is a whole number from 1 to 1,000,000."


class InvalidSku(Invalid):
    code = "sku.invalid"
    title = "A SKU is 1 to 40 of A-Z, 0-9, dot and hyphen."


class InvalidTaxRate(Invalid):
    code = "tax_rate.invalid"
    title = "A tax rate lies between 0 and 100 per cent."


_SKU: Final = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,39}")


@dataclass(frozen=True, slots=True, order=True)
class Sku:
    value: str

    def __post_init__(self) -> None:
        if not _SKU.fullmatch(self.value):
            raise InvalidSku(sku=self.value)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A whole number of a product's base unit, at least one."""

    value: int

    def __post_init__(self) -> None:
        if not 1 <= self.value <= QUANTITY_MAX:
            raise InvalidQuantity(quantity=self.value)

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True, order=True)
class TaxRate:
    """A percentage: TaxRate(Decimal(20)) is twenty per cent."""

    percent: Decimal

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent <= 100:
            raise InvalidTaxRate(percent=self.percent)
        exact = self.percent.quantize(Decimal("0.01"))
        if exact != self.percent:
            raise InvalidTaxRate(percent=self.percent)
        object.__setattr__(self, "percent", exact)

    def on(self, net: Money) -> Money:
        return Money.rounded(net.amount * self.percent / 100, net.currency)

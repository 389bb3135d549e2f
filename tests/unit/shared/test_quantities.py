from decimal import Decimal

import pytest

from b2b.domain.shared.quantities import (
    InvalidQuantity,
    InvalidSku,
    InvalidTaxRate,
    Quantity,
    Sku,
    TaxRate,
)
from tests.unit.shared.strategies import lira


@pytest.mark.parametrize("value", [0, -1, 1_000_001])
def test_a_quantity_is_from_one_to_a_million(value: int) -> None:
    with pytest.raises(InvalidQuantity):
        Quantity(value)


@pytest.mark.parametrize("value", ["", "a-1", "A 1", "-A", "İ1", "A" * 41, "A1\n"])
def test_a_sku_of_other_characters_is_refused(value: str) -> None:
    with pytest.raises(InvalidSku):
        Sku(value)


@pytest.mark.parametrize("percent", ["-1", "100.01", "18.005", "NaN", "Infinity"])
def test_a_tax_rate_lies_between_zero_and_a_hundred_with_two_decimals(percent: str) -> None:
    with pytest.raises(InvalidTaxRate):
        TaxRate(Decimal(percent))


def test_equal_tax_rates_are_equal_however_they_were_written() -> None:
    assert TaxRate(Decimal(20)) == TaxRate(Decimal("20.00"))
    assert hash(TaxRate(Decimal(20))) == hash(TaxRate(Decimal("20.00")))


def test_tax_is_rounded_to_the_minor_unit() -> None:
    assert TaxRate(Decimal(20)).on(lira("0.12")) == lira("0.02")
    assert TaxRate(Decimal(20)).on(lira("0.13")) == lira("0.03")

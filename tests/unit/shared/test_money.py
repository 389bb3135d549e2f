from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.shared.money import (
    AMOUNT_MAX,
    Currency,
    CurrencyMismatch,
    InvalidAmount,
    InvalidCurrency,
    Money,
    MoneyTooPrecise,
    UnitPrice,
)
from tests.unit.shared.strategies import EUR, JPY, KWD, TRY, amounts, currencies, lira

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


@given(whole=currencies.flatmap(amounts), weights=weights)
def test_the_parts_of_a_split_add_up_to_the_whole(whole: Money, weights: list[int]) -> None:
    parts = whole.allocate(weights)

    assert Money.total(parts, whole.currency) == whole


@given(whole=amounts(), weights=weights)
def test_a_part_is_within_one_minor_unit_of_its_exact_share(whole: Money, weights: list[int]) -> None:
    parts = whole.allocate(weights)

    exact = [Decimal(whole.minor_units) * weight / sum(weights) for weight in weights]
    assert all(abs(part.minor_units - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(whole=amounts(), weights=weights)
def test_nothing_goes_to_a_weight_of_zero(whole: Money, weights: list[int]) -> None:
    parts = whole.allocate(weights)

    assert all(part.minor_units == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(whole=amounts(), weights=weights)
def test_a_refund_is_split_as_the_mirror_image_of_the_charge(whole: Money, weights: list[int]) -> None:
    assert (-whole).allocate(weights) == tuple(-part for part in whole.allocate(weights))


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_split_needs_weights_to_split_by(weights: list[int]) -> None:
    with pytest.raises(InvalidAmount):
        lira("1.00").allocate(weights)


@given(left=amounts(), right=amounts())
def test_taking_away_what_was_added_changes_nothing(left: Money, right: Money) -> None:
    assert left + right - right == left


def test_amounts_of_two_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        lira("1.00") + Money(Decimal(1), EUR)
    with pytest.raises(CurrencyMismatch):
        lira("1.00") < Money(Decimal(1), EUR)  # noqa: B015


@pytest.mark.parametrize(("amount", "currency"), [("0.001", TRY), ("0.5", JPY), ("0.0001", KWD)])
def test_an_amount_finer_than_the_minor_unit_is_refused(amount: str, currency: Currency) -> None:
    with pytest.raises(MoneyTooPrecise):
        Money(Decimal(amount), currency)


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), AMOUNT_MAX, -AMOUNT_MAX])
def test_an_amount_of_no_reasonable_size_is_refused(amount: Decimal) -> None:
    with pytest.raises(InvalidAmount):
        Money(amount, TRY)
    with pytest.raises(InvalidAmount):
        Money.rounded(amount, TRY)


def test_half_a_kurus_is_rounded_up_and_away_from_zero() -> None:
    assert Money.rounded(Decimal("0.005"), TRY) == lira("0.01")
    assert Money.rounded(Decimal("-0.005"), TRY) == lira("-0.01")


def test_money_prints_with_its_minor_units_and_without_an_exponent() -> None:
    assert str(Money(Decimal("1E+3"), TRY)) == "1000.00 TRY"
    assert str(Money(Decimal("-0"), TRY)) == "0.00 TRY"
    assert str(Money(Decimal(1000), JPY)) == "1000 JPY"


@pytest.mark.parametrize("code", ["", "TL", "try", "TRYY", "TR1"])
def test_a_currency_is_three_capital_letters(code: str) -> None:
    with pytest.raises(InvalidCurrency):
        Currency(code)


def test_a_fine_unit_price_is_rounded_only_at_the_line() -> None:
    screw = UnitPrice(Decimal("0.0375"), TRY)

    assert screw.times(1) == lira("0.04")
    assert screw.times(1000) == lira("37.50")


@pytest.mark.parametrize("amount", ["-0.0001", "NaN", "1E+15"])
def test_a_unit_price_is_a_plain_number_not_below_zero(amount: str) -> None:
    with pytest.raises(InvalidAmount):
        UnitPrice(Decimal(amount), TRY)


def test_a_unit_price_has_at_most_four_decimals() -> None:
    with pytest.raises(MoneyTooPrecise):
        UnitPrice(Decimal("0.00001"), TRY)

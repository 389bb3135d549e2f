import itertools
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.pricing.errors import InvalidPriceRow
from b2b.domain.pricing.prices import (
    PriceBreak,
    PriceLevel,
    PriceRow,
    PriceVerdict,
    breaks,
    price_of,
    resolve,
)
from b2b.domain.shared.money import UnitPrice
from tests.unit.pricing.builders import a_price, price_id
from tests.unit.shared.strategies import EUR, TRY, lira_price

TODAY = date(2026, 3, 15)

days = st.one_of(st.none(), st.integers(-3, 3).map(lambda offset: TODAY + timedelta(days=offset)))


@st.composite
def price_rows(draw: st.DrawFn) -> list[PriceRow]:
    """A crowd of rows with few different prices and quantities, so that ties are common."""
    rows = []
    for number in range(draw(st.integers(0, 12))):
        first, last = draw(days), draw(days)
        if first and last and last < first:
            first, last = last, first
        unit_price = UnitPrice(Decimal(draw(st.integers(1, 5))), draw(st.sampled_from([TRY, TRY, EUR])))
        level = draw(st.sampled_from(PriceLevel))
        from_quantity = draw(st.sampled_from([1, 5, 10, 100]))
        rows.append(PriceRow(price_id(number), level, unit_price, from_quantity, first, last))
    return rows


def won(*rows: PriceRow, quantity: int = 1, on: date = TODAY) -> int | None:
    price = resolve(rows, quantity=quantity, on=on, currency=TRY).price
    return price.price_id.int if price else None


def verdicts(*rows: PriceRow, quantity: int = 1) -> dict[int, PriceVerdict]:
    explanation = resolve(rows, quantity=quantity, on=TODAY, currency=TRY)
    return {considered.row.id.int: considered.verdict for considered in explanation.considered}


@given(rows=price_rows(), quantity=st.integers(1, 200), data=st.data())
def test_a_price_does_not_depend_on_the_order_of_the_rows(
    rows: list[PriceRow], quantity: int, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rows))

    assert resolve(shuffled, quantity=quantity, on=TODAY, currency=TRY) == resolve(
        rows, quantity=quantity, on=TODAY, currency=TRY
    )
    assert breaks(shuffled, on=TODAY, currency=TRY) == breaks(rows, on=TODAY, currency=TRY)


@given(rows=price_rows(), quantity=st.integers(1, 200))
def test_every_row_is_explained_and_at_most_one_won(rows: list[PriceRow], quantity: int) -> None:
    explanation = resolve(rows, quantity=quantity, on=TODAY, currency=TRY)
    assert price_of(rows, quantity=quantity, on=TODAY, currency=TRY) == explanation.price

    assert Counter(each.row.id for each in explanation.considered) == Counter(row.id for row in rows)
    winners = [each.row for each in explanation.considered if each.verdict is PriceVerdict.WON]
    assert [row.id for row in winners] == ([explanation.price.price_id] if explanation.price else [])


@given(rows=price_rows(), quantity=st.integers(1, 200))
def test_the_list_price_is_the_lowest_of_the_list_at_that_quantity(
    rows: list[PriceRow], quantity: int
) -> None:
    price = price_of(rows, quantity=quantity, on=TODAY, currency=TRY)

    listed = [
        row.unit_price.amount
        for row in rows
        if row.level is PriceLevel.LIST
        and row.min_quantity <= quantity
        and row.unit_price.currency == TRY
        and (row.valid_from or TODAY) <= TODAY <= (row.valid_to or TODAY)
    ]
    if price is None:
        assert not listed
    else:
        assert (price.list_price.amount if price.list_price else None) == min(listed, default=None)


@given(rows=price_rows(), quantity=st.integers(1, 200))
def test_the_staircase_shows_what_any_quantity_is_charged(rows: list[PriceRow], quantity: int) -> None:
    steps = breaks(rows, on=TODAY, currency=TRY)

    charged = resolve(rows, quantity=quantity, on=TODAY, currency=TRY).price
    reached = [step for step in steps if step.min_quantity <= quantity]
    assert (charged.unit_price if charged else None) == (reached[-1].unit_price if reached else None)


@given(rows=price_rows())
def test_the_staircase_has_no_two_equal_steps_in_a_row(rows: list[PriceRow]) -> None:
    steps = breaks(rows, on=TODAY, currency=TRY)

    assert all(low.unit_price != high.unit_price for low, high in itertools.pairwise(steps))
    assert all(low.min_quantity < high.min_quantity for low, high in itertools.pairwise(steps))


def test_the_dealers_own_price_wins_even_over_a_cheaper_tier_price() -> None:
    own = a_price(PriceLevel.CUSTOMER, "12.00", number=1)
    tier = a_price(PriceLevel.TIER, "9.00", number=2)
    listed = a_price(PriceLevel.LIST, "15.00", number=3)

    assert verdicts(own, tier, listed) == {
        1: PriceVerdict.WON,
        2: PriceVerdict.LOWER_LEVEL,
        3: PriceVerdict.LOWER_LEVEL,
    }


def test_inside_a_level_the_lowest_price_wins() -> None:
    dear = a_price(PriceLevel.TIER, "10.00", number=1)
    cheap = a_price(PriceLevel.TIER, "9.50", number=2)

    assert verdicts(dear, cheap) == {1: PriceVerdict.DEARER, 2: PriceVerdict.WON}


def test_equal_prices_are_settled_by_id() -> None:
    assert won(a_price(PriceLevel.LIST, "9.00", number=2), a_price(PriceLevel.LIST, "9.00", number=1)) == 1


def test_a_break_applies_from_its_quantity_on() -> None:
    single = a_price(PriceLevel.LIST, "10.00", number=1)
    dozen = a_price(PriceLevel.LIST, "8.00", number=2, from_quantity=12)

    assert won(single, dozen, quantity=11) == 1
    assert won(single, dozen, quantity=12) == 2
    assert verdicts(single, dozen, quantity=11)[2] is PriceVerdict.QUANTITY_BELOW_MINIMUM


def test_the_own_price_of_a_large_quantity_leaves_small_ones_to_the_tier() -> None:
    own = a_price(PriceLevel.CUSTOMER, "7.00", number=1, from_quantity=50)
    tier = a_price(PriceLevel.TIER, "9.00", number=2)

    assert won(own, tier, quantity=49) == 2
    assert won(own, tier, quantity=50) == 1


def test_a_price_holds_on_its_first_and_on_its_last_day() -> None:
    price = a_price(PriceLevel.LIST, "9.00", valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 31))

    assert won(price, on=date(2026, 2, 28)) is None
    assert won(price, on=date(2026, 3, 1)) == 1
    assert won(price, on=date(2026, 3, 31)) == 1
    assert won(price, on=date(2026, 4, 1)) is None


def test_a_price_out_of_its_time_or_currency_says_so() -> None:
    future = a_price(PriceLevel.CUSTOMER, "1.00", number=1, valid_from=TODAY + timedelta(days=1))
    past = a_price(PriceLevel.CUSTOMER, "1.00", number=2, valid_to=TODAY - timedelta(days=1))
    foreign = a_price(PriceLevel.CUSTOMER, UnitPrice(Decimal(1), EUR), number=3)

    assert verdicts(future, past, foreign) == {
        1: PriceVerdict.NOT_YET_VALID,
        2: PriceVerdict.EXPIRED,
        3: PriceVerdict.OTHER_CURRENCY,
    }


def test_what_has_no_price_cannot_be_bought() -> None:
    explanation = resolve([], quantity=1, on=TODAY, currency=TRY)

    assert explanation.price is None
    assert breaks([], on=TODAY, currency=TRY) == ()


def test_a_price_remembers_what_the_list_asks_at_the_same_quantity() -> None:
    rows = [
        a_price(PriceLevel.TIER, "9.00", number=1),
        a_price(PriceLevel.LIST, "12.00", number=2),
        a_price(PriceLevel.LIST, "11.00", number=3, from_quantity=10),
    ]

    price = resolve(rows, quantity=10, on=TODAY, currency=TRY).price

    assert price is not None
    assert (price.unit_price, price.list_price) == (lira_price("9.00"), lira_price("11.00"))


def test_the_staircase_may_go_up_where_an_own_price_takes_over() -> None:
    rows = [
        a_price(PriceLevel.CUSTOMER, "9.50", number=1, from_quantity=10),
        a_price(PriceLevel.TIER, "9.00", number=2),
        a_price(PriceLevel.TIER, "9.00", number=3, from_quantity=5),
    ]

    assert breaks(rows, on=TODAY, currency=TRY) == (
        PriceBreak(1, lira_price("9.00"), PriceLevel.TIER),
        PriceBreak(10, lira_price("9.50"), PriceLevel.CUSTOMER),
    )


def test_a_price_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidPriceRow):
        a_price(PriceLevel.LIST, "1.00", valid_from=TODAY, valid_to=TODAY - timedelta(days=1))


def test_a_price_from_no_piece_at_all_is_refused() -> None:
    with pytest.raises(InvalidPriceRow):
        a_price(PriceLevel.LIST, "1.00", from_quantity=0)

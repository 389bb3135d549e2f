from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.ordering.totals import LineToTotal, total_lines
from b2b.domain.shared.money import Currency, CurrencyMismatch, InvalidAmount, Money, UnitPrice
from b2b.domain.shared.quantities import TaxRate
from tests.unit.shared.strategies import EUR, TRY, currencies, lira, lira_price, tax_rates, unit_prices


def line(unit_price: str, quantity: int, percent: int = 20) -> LineToTotal:
    return LineToTotal(lira_price(unit_price), quantity, TaxRate(Decimal(percent)))


def lines_in(currency: Currency) -> st.SearchStrategy[list[LineToTotal]]:
    one = st.builds(LineToTotal, unit_prices(currency), st.integers(0, 10_000), tax_rates)
    return st.lists(one, max_size=25)


@st.composite
def orders(draw: st.DrawFn) -> tuple[Currency, list[LineToTotal]]:
    currency = draw(currencies)
    return currency, draw(lines_in(currency))


@given(order=orders())
def test_the_lines_add_up_to_the_totals(order: tuple[Currency, list[LineToTotal]]) -> None:
    currency, lines = order

    done = total_lines(lines, currency)

    assert Money.total((each.net for each in done.lines), currency) == done.totals.net
    assert Money.total((each.tax for each in done.lines), currency) == done.totals.tax
    assert Money.total((each.gross for each in done.lines), currency) == done.totals.gross
    assert done.totals.net + done.totals.tax == done.totals.gross


@given(order=orders())
def test_the_tax_of_a_rate_is_rounded_once_on_the_net_of_that_rate(
    order: tuple[Currency, list[LineToTotal]],
) -> None:
    currency, lines = order

    done = total_lines(lines, currency)

    for rate in done.totals.by_rate:
        nets = (
            total.net for each, total in zip(lines, done.lines, strict=True) if each.tax_rate == rate.rate
        )
        assert rate.net == Money.total(nets, currency)
        assert rate.tax == rate.rate.on(rate.net)
    assert [rate.rate for rate in done.totals.by_rate] == sorted({each.tax_rate for each in lines})


@given(order=orders())
def test_a_lines_tax_is_within_one_minor_unit_of_its_own(order: tuple[Currency, list[LineToTotal]]) -> None:
    currency, lines = order

    done = total_lines(lines, currency)

    for each, total in zip(lines, done.lines, strict=True):
        exact = total.net.amount * each.tax_rate.percent / 100
        assert abs(total.tax.amount - exact) <= currency.minor_unit * Decimal("1.5")
        assert not total.tax.is_negative


@given(order=orders(), data=st.data())
def test_the_totals_do_not_depend_on_the_order_of_the_lines(
    order: tuple[Currency, list[LineToTotal]], data: st.DataObject
) -> None:
    currency, lines = order

    shuffled = data.draw(st.permutations(lines))

    assert total_lines(shuffled, currency).totals == total_lines(lines, currency).totals


def test_tax_per_line_would_lose_a_kurus_and_tax_per_rate_does_not() -> None:
    done = total_lines([line("0.12", 1)] * 5, TRY)

    assert done.totals.tax == lira("0.12")
    assert [each.tax for each in done.lines] == [
        lira("0.03"),
        lira("0.03"),
        lira("0.02"),
        lira("0.02"),
        lira("0.02"),
    ]


def test_a_fine_price_is_rounded_at_the_line() -> None:
    done = total_lines([line("0.0375", 33)], TRY)

    assert (done.totals.net, done.totals.tax, done.totals.gross) == (lira("1.24"), lira("0.25"), lira("1.49"))


def test_each_rate_is_taxed_apart() -> None:
    done = total_lines([line("100.00", 1, 20), line("100.00", 2, 10), line("50.00", 1, 20)], TRY)

    assert [(str(rate.rate.percent), rate.net, rate.tax) for rate in done.totals.by_rate] == [
        ("10.00", lira("200.00"), lira("20.00")),
        ("20.00", lira("150.00"), lira("30.00")),
    ]


def test_what_is_given_away_has_no_tax() -> None:
    done = total_lines([line("0.00", 5), line("10.00", 0)], TRY)

    assert done.totals.gross == lira("0.00")
    assert all(each.gross == lira("0.00") for each in done.lines)


def test_no_lines_are_worth_nothing() -> None:
    done = total_lines([], TRY)

    assert done.lines == ()
    assert (done.totals.gross, done.totals.by_rate) == (lira("0.00"), ())


def test_a_line_of_another_currency_is_refused() -> None:
    foreign = LineToTotal(UnitPrice(Decimal(1), EUR), 1, TaxRate(Decimal(20)))

    with pytest.raises(CurrencyMismatch):
        total_lines([foreign], TRY)


def test_a_total_of_no_reasonable_size_is_refused() -> None:
    with pytest.raises(InvalidAmount):
        total_lines([line("999999999999.9999", 1_000_000)], TRY)

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.integration.invoices import InvoicedLine, InvoicedTotals, InvoiceTotalsDiffer, check_totals
from b2b.domain.ordering.totals import LineToTotal, total_lines
from b2b.domain.shared.money import Currency, Money, UnitPrice
from b2b.domain.shared.quantities import TaxRate

TRY = Currency("TRY")
RATES = st.sampled_from([TaxRate(Decimal(rate)) for rate in (1, 10, 20)])
LINES = st.lists(
    st.tuples(st.decimals(0, 1000, places=4), st.integers(1, 100), RATES), min_size=1, max_size=20
)


def lira(amount: str) -> Money:
    return Money(Decimal(amount), TRY)


@given(LINES)
def test_what_our_own_routine_totals_always_adds_up(given_lines: list[tuple[Decimal, int, TaxRate]]) -> None:
    to_total = [LineToTotal(UnitPrice(price, TRY), count, rate) for price, count, rate in given_lines]
    done = total_lines(to_total, TRY)
    lines = [
        InvoicedLine(line.net, line.tax, asked.tax_rate)
        for line, asked in zip(done.lines, to_total, strict=True)
    ]

    check_totals(lines, InvoicedTotals(done.totals.net, done.totals.tax, done.totals.gross), TRY)


@given(LINES)
def test_tax_rounded_line_by_line_adds_up_too(given_lines: list[tuple[Decimal, int, TaxRate]]) -> None:
    nets = [UnitPrice(price, TRY).times(count) for price, count, _ in given_lines]
    lines = [
        InvoicedLine(net, rate.on(net), rate) for net, (_, _, rate) in zip(nets, given_lines, strict=True)
    ]
    net, tax = Money.total(nets, TRY), Money.total((line.tax for line in lines), TRY)

    check_totals(lines, InvoicedTotals(net, tax, net + tax), TRY)


@pytest.mark.parametrize(
    ("net", "tax", "gross"), [("100.01", "20.00", "120.01"), ("100.00", "20.01", "120.01")]
)
def test_a_kurus_too_much_is_too_much(net: str, tax: str, gross: str) -> None:
    line = InvoicedLine(lira("100.00"), lira("20.00"), TaxRate(Decimal(20)))

    with pytest.raises(InvoiceTotalsDiffer):
        check_totals([line], InvoicedTotals(lira(net), lira(tax), lira(gross)), TRY)


def test_a_tax_that_is_not_the_rates_is_refused() -> None:
    line = InvoicedLine(lira("100.00"), lira("18.00"), TaxRate(Decimal(20)))

    with pytest.raises(InvoiceTotalsDiffer):
        check_totals([line], InvoicedTotals(lira("100.00"), lira("18.00"), lira("118.00")), TRY)

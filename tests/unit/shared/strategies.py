"""What properties are drawn from, for every context's tests."""

from decimal import Decimal

from hypothesis import strategies as st

from b2b.domain.shared.money import Currency, Money, UnitPrice
from b2b.domain.shared.quantities import TaxRate

TRY = Currency("TRY")
EUR = Currency("EUR")
JPY = Currency("JPY")
KWD = Currency("KWD")

currencies = st.sampled_from([TRY, EUR, JPY, KWD])


def lira(amount: str) -> Money:
    return Money(Decimal(amount), TRY)


def lira_price(amount: str) -> UnitPrice:
    return UnitPrice(Decimal(amount), TRY)


def amounts(
    currency: Currency = TRY, *, least: int = -(10**9), most: int = 10**9
) -> st.SearchStrategy[Money]:
    """Bounds are in minor units."""
    return st.integers(least, most).map(lambda units: Money.from_minor(units, currency))


def unit_prices(currency: Currency = TRY) -> st.SearchStrategy[UnitPrice]:
    return st.integers(0, 10**8).map(lambda units: UnitPrice(units * Decimal("0.0001"), currency))


tax_rates = st.sampled_from([TaxRate(Decimal(percent)) for percent in ("0", "1", "8.25", "10", "20", "100")])

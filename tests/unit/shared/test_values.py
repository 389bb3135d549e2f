from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from b2b.application.shared.values import counted, money, money_of, stored
from b2b.domain.shared.money import Currency, Money
from tests.unit.shared.strategies import amounts, currencies

COLUMN = Decimal("0.0001")


@given(data=st.data(), currency=st.one_of(currencies, st.just(Currency("CLF"))))
def test_thousands_of_amounts_look_as_each_of_them_does(data: st.DataObject, currency: Currency) -> None:
    amount: Money = data.draw(amounts(currency))

    assert stored(currency)(amount.amount.quantize(COLUMN)) == money_of(amount.amount, currency.code)


@given(data=st.data(), currency=st.one_of(currencies, st.just(Currency("CLF"))))
def test_amounts_that_are_counted_look_as_each_of_them_does(data: st.DataObject, currency: Currency) -> None:
    amount: Money = data.draw(amounts(currency, least=0))

    assert counted(currency)(amount.minor_units) == money(amount)

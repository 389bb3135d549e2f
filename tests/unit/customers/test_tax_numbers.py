import pytest

from b2b.domain.customers.errors import InvalidTaxNumber
from b2b.domain.customers.tax import TaxNumber, TaxNumberKind


@pytest.mark.parametrize("digits", ["4540536920", "9205121120", "4840847211", "1234567890"])
def test_a_companys_number_with_its_check_digit_checks(digits: str) -> None:
    number = TaxNumber(digits)

    assert (number.kind, number.checks) == (TaxNumberKind.VKN, True)


@pytest.mark.parametrize("digits", ["17291716060", "10000000146", "11111111110"])
def test_a_persons_number_with_its_check_digits_checks(digits: str) -> None:
    number = TaxNumber(digits)

    assert (number.kind, number.checks) == (TaxNumberKind.TCKN, True)


@pytest.mark.parametrize("digits", ["1288331521", "11111111111", "01234567890"])
def test_a_wrong_check_digit_is_taken_but_told(digits: str) -> None:
    assert not TaxNumber(digits).checks


@pytest.mark.parametrize("text", ["", "123456789", "123456789012", "12345678a0", "123456789\uff10"])
def test_what_is_no_tax_number_at_all_is_refused(text: str) -> None:
    with pytest.raises(InvalidTaxNumber):
        TaxNumber(text)


def test_a_persons_number_is_masked_and_a_companys_is_not() -> None:
    assert TaxNumber("10000000146").masked == "100******46"
    assert TaxNumber("4540536920").masked == "4540536920"

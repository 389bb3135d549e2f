import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.catalog.errors import InvalidGtin
from b2b.domain.catalog.gtin import Gtin, is_gtin


@pytest.mark.parametrize("digits", ["96385074", "036000291452", "4006381333931", "10012345678902"])
def test_each_length_with_its_check_digit_is_a_gtin(digits: str) -> None:
    assert str(Gtin(digits)) == digits


@pytest.mark.parametrize(
    "text", ["", "4006381333930", "400638133393", "40063813339³1", "\uff14006381333931", "abc"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidGtin):
        Gtin(text)


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, place: int, by: int) -> None:
    whole = next(body + str(check) for check in range(10) if is_gtin(body + str(check)))
    wrong = str((int(whole[place]) + by) % 10)

    assert not is_gtin(whole[:place] + wrong + whole[place + 1 :])

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.shared.text import fold, fold_code

# What dealers type: Latin letters with and without marks, digits and punctuation.
typed_text = st.text(st.characters(max_codepoint=0x17F))


@given(typed_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("typed", ["IŞIK", "ışık", "ISIK", "isik", "İŞİK", "  Işık "])
def test_the_letters_i_of_turkish_meet(typed: str) -> None:
    assert fold(typed) == "isik"


@pytest.mark.parametrize("typed", ["ab-12.34", "AB 1234", "ab1234", "Ab/12-34"])
def test_a_part_number_is_compared_by_letters_and_digits_only(typed: str) -> None:
    assert fold_code(typed) == "ab1234"

from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.catalog.naming import SORT_NAME_LENGTH, sort_name


def test_names_sort_as_in_a_turkish_dictionary() -> None:
    names = [
        "Cam",
        "Cuma",
        "Çam",
        "Dal",
        "Gaz",
        "Ğ",
        "Hız",
        "Isı",
        "Işık",
        "İğne",
        "Kablo",
        "Oda",
        "Öz",
        "Su",
        "Şal",
        "Uç",
        "Üç",
    ]
    without_i = [name for name in names if name[0] not in "Iİ"]

    assert sorted(set(without_i), key=sort_name) == without_i
    assert sorted(["in", "ız", "hz"], key=sort_name) == ["hz", "ız", "in"]


def test_the_capital_i_of_foreign_names_is_an_i() -> None:
    assert sort_name("Intel") == sort_name("İntel") == "intel"


def test_capitals_and_spaces_do_not_count() -> None:
    assert sort_name("  HP  ProBook ") == sort_name("hp probook")


@given(st.text(max_size=500))
def test_any_text_has_a_sort_name_that_the_column_holds(text: str) -> None:
    assert len(sort_name(text)) <= SORT_NAME_LENGTH

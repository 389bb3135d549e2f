import re

from hypothesis import given
from hypothesis import strategies as st

from b2b.infrastructure.persistence.readers.product_search import question
from b2b.infrastructure.persistence.search_documents import (
    SearchSource,
    question_words,
    search_document,
)

LEXEME = re.compile(r"'[^\W_]+':\d+[ABCD]")


def words_of(name: str) -> set[str]:
    document = search_document(SearchSource(sku="X", mpn=None, name=name)).document
    return {lexeme.split("'")[1] for lexeme in document.split()}


def test_turkish_letters_meet_however_they_are_typed() -> None:
    words = words_of("IŞIKLI Yazıcı")

    for typed in ("ışıklı", "isikli", "IŞIKLI", "işikli"):
        assert set(question_words(typed)) <= words


def test_plurals_meet_their_singular() -> None:
    assert set(question_words("laptops")) <= words_of("Laptop")
    assert set(question_words("yazıcılar")) <= words_of("Lazer yazıcı")
    assert "glas" not in words_of("glass")


def test_numbers_and_their_units_meet_apart_and_together() -> None:
    assert {"16gb", "16", "gb"} <= words_of("16 GB DDR4")
    assert {"rtx2060", "rtx", "2060"} <= words_of("RTX2060")


def test_codes_are_folded_to_letters_and_digits() -> None:
    document = search_document(SearchSource(sku="HP-CE285A", mpn="ce 285/a", name="Toner"))

    assert (document.sku_folded, document.mpn_folded) == ("hpce285a", "ce285a")


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_makes_a_document_that_the_database_reads(name: str, mpn: str, values: list[str]) -> None:
    made = search_document(SearchSource(sku="X", mpn=mpn, name=name, attribute_values=values))

    assert len(made.mpn_folded) <= 100
    assert all(LEXEME.fullmatch(lexeme) for lexeme in made.document.split(" ") if lexeme)


@given(st.text(max_size=200))
def test_any_text_is_a_question_without_operators_of_its_own(text: str) -> None:
    asked = question(text)

    assert re.fullmatch(r"('[^\W_]+'(:\*)?( & |$))*", str(asked["all_words"]))

"""Fields of many values take every one of them, however they are written."""

from datetime import date
from typing import Annotated

import msgspec
import pytest

from b2b.api_portal.web.forms import _is_many, as_typed, read_day, words


@pytest.mark.parametrize(
    ("kind", "many"),
    [
        (list[str], True),
        (tuple[str, ...], True),
        (Annotated[list[str], msgspec.Meta(max_length=3)], True),
        (list[str] | None, True),
        (str, False),
        (str | None, False),
        (Annotated[str, msgspec.Meta(max_length=3)], False),
    ],
)
def test_a_list_is_a_field_of_many_values(kind: object, many: bool) -> None:
    assert _is_many(kind) is many


def test_a_new_line_counts_as_one_letter() -> None:
    assert as_typed(" one\r\ntwo ") == "one\ntwo"


def test_words_are_what_is_between_spaces_and_marks() -> None:
    assert words(" 10.0.0.0/8,\r\n192.168.1.1;; a\tb ") == ["10.0.0.0/8", "192.168.1.1", "a", "b"]
    assert words("") == []


def test_what_is_no_day_is_none() -> None:
    assert read_day("2026-11-21") == date(2026, 11, 21)
    assert read_day("21 Nov") is None
    assert read_day("") is None

"""Fields of many values take every one of them, however they are written."""

from typing import Annotated

import msgspec
import pytest

from b2b.api_portal.web.forms import _is_many, as_typed


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

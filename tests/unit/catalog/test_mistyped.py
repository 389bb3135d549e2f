from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.catalog.mistyped import LIKE_ENOUGH, likeness, meant_instead


def test_swapped_doubled_and_look_alike_letters_are_undone() -> None:
    assert "el0001" in meant_instead("le0001")
    assert "el0001" in meant_instead("el00001")
    assert "el0001" in meant_instead("elo001")


@given(code=st.text("abil0158", max_size=40))
def test_a_code_is_never_meant_instead_of_itself(code: str) -> None:
    assert not {code, ""} & meant_instead(code)
    assert len(meant_instead(code)) <= 4 * len(code)


def test_a_beginning_is_like_the_whole() -> None:
    assert likeness("el00", "el0001") >= LIKE_ENOUGH
    assert likeness("qqqq", "el0001") < LIKE_ENOUGH
    assert likeness("", "el0001") == likeness("el0001", "") == 0

import pytest

from b2b.api_portal.web.places import is_page, safe_next


@pytest.mark.parametrize("place", ["/orders", "/catalogue?q=led&page=2", "/"])
def test_a_place_of_ours_is_kept(place: str) -> None:
    assert safe_next(place) == place


def test_a_place_with_letters_of_turkish_fits_into_a_header() -> None:
    assert safe_next("/catalogue/KAĞIT?q=ş") == "/catalogue/KA%C4%9EIT?q=%C5%9F"
    assert safe_next("/catalogue?q=%C5%9F") == "/catalogue?q=%C5%9F"


@pytest.mark.parametrize(
    "place",
    [
        None,
        "",
        "orders",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "/ /evil.example",
        "javascript:alert(1)",
        "/api/v1/orders",
    ],
)
def test_nobody_is_sent_elsewhere(place: str | None) -> None:
    assert safe_next(place) == "/"


def test_the_api_is_no_page() -> None:
    assert is_page("/orders")
    assert not is_page("/api/v1/orders")
    assert not is_page("/health/live")

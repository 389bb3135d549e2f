import pytest

from b2b.api_portal.web.devices import device_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/141.0.0.0 Safari/537.36",
            ("Chrome", "Windows"),
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/141.0 Safari/537.36 Edg/141.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", ("Firefox", "Linux")),
        (
            f"Mozilla/5.0 (Linux; Android 16; SM-S931B) {WEBKIT} SamsungBrowser/29.0 Chrome/136.0",
            ("Samsung Internet", "Android"),
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) {WEBKIT} CriOS/141.0 Safari/604.1",
            ("Chrome", "iPhone"),
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) {WEBKIT} Version/19.0 Safari/605.1.15",
            ("Safari", "macOS"),
        ),
        ("python-httpx/0.28.1", None),
        (None, None),
    ],
)
def test_a_browser_is_named_by_a_few_words(said: str | None, shown: tuple[str, str] | None) -> None:
    assert device_of(said) == shown

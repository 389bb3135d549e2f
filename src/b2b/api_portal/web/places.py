"""Which paths are pages, and where a browser may be sent."""

from typing import Final
from urllib.parse import quote, urlsplit

NEXT_LENGTH_MAX: Final = 2000
_ASCII: Final = "".join(map(chr, range(33, 127)))

API_PATHS: Final = ("/api/", "/health/", "/metrics", "/schema", "/static/")


def is_page(path: str) -> bool:
    return not path.startswith(API_PATHS)


def safe_next(wanted: str | None, otherwise: str = "/") -> str:
    """A path of ours, or `otherwise`: whoever made the link must not choose where people land.

    Browsers read a backslash as a slash and skip control characters, so neither is taken. Other letters than
    those of ASCII are escaped, as headers carry no others.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or any(ord(letter) < 33 for letter in wanted):
        return otherwise
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not is_page(parts.path):
        return otherwise
    return quote(wanted, safe=_ASCII, errors="replace")

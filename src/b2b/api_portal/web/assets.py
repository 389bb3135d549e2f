"""Files that browsers keep for ever: their names change with their content (scripts/assets.py)."""

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from litestar import Response, get
from litestar.params import FromPath, HeaderParameter

STATIC: Final = Path(__file__).parent / "static"
TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
_FOR_EVER: Final = "public, max-age=31536000, immutable"

AcceptEncoding = Annotated[str, HeaderParameter(name="Accept-Encoding", max_length=1000)]


class AssetMissing(LookupError):
    """A template names what was not built; `make assets` builds everything that is named."""


@cache
def _manifest() -> dict[str, str]:
    names: dict[str, str] = {**json.loads((STATIC / "manifest.json").read_text())}
    return names


def url(name: str) -> str:
    """Where a file is served. Raises `AssetMissing`."""
    served = _manifest().get(name)
    if served is None:
        raise AssetMissing(f"{name} is not among the built assets.")
    return f"/static/{served}"


def icon_url(name: str) -> str:
    """An icon within the sprite. Raises `AssetMissing` for one that nobody named in frontend/icons.json."""
    if name not in _manifest()["icons"]:
        raise AssetMissing(f"The icon {name} is not in the sprite: name it in frontend/icons.json.")
    return f"{url('icons.svg')}#{name}"


@cache
def _content(name: str, encoding: str) -> bytes | None:
    """Only what the manifest names is ever read, so no path leads elsewhere."""
    if name not in _manifest().values():
        return None
    file = STATIC / f"{name}{encoding}"
    return file.read_bytes() if file.exists() else None


@get("/static/{name:str}", sync_to_thread=False, include_in_schema=False)
def serve_asset(name: FromPath[str], accept_encoding: AcceptEncoding = "") -> Response[bytes]:
    """The best compression that the browser takes; 404 for anything that was not built."""
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    media_type = TYPES.get(Path(name).suffix, "application/octet-stream")
    for encoding, suffix in ENCODINGS:
        content = _content(name, suffix) if encoding in accept_encoding else None
        if content is not None:
            return Response(content, media_type=media_type, headers={**headers, "Content-Encoding": encoding})
    content = _content(name, "")
    if content is None:
        return Response(b"", status_code=404, media_type="text/plain")
    return Response(content, media_type=media_type, headers=headers)


MARK: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">'
    '<rect width="28" height="28" rx="7" fill="#2f51d9"/>'
    '<path d="M8 20V8l12 12V8" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" '
    'stroke-linejoin="round"/></svg>'
)


@get("/favicon.svg", sync_to_thread=False, include_in_schema=False)
def serve_mark() -> Response[str]:
    return Response(MARK, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})

"""The interactive page at /schema: our own files only, for offline use and under a strict policy."""

from importlib.resources import files
from typing import Any, Final

from litestar import MediaType, Request, Response, Router, get
from litestar.openapi.plugins import OpenAPIRenderPlugin

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ASSETS: Final = files("b2b.api_shared.documents") / "assets"


def _asset(name: str) -> bytes:
    return (_ASSETS / name).read_bytes()


def _served(name: str, media_type: str) -> Response[bytes]:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return Response(_asset(name), media_type=media_type, headers=headers)


@get("/page.js", include_in_schema=False, sync_to_thread=False)
def script() -> Response[bytes]:
    return _served("page.js", "text/javascript; charset=utf-8")


@get("/page.css", include_in_schema=False, sync_to_thread=False)
def style() -> Response[bytes]:
    return _served("page.css", "text/css; charset=utf-8")


@get("/", include_in_schema=False, sync_to_thread=False)
def page() -> Response[bytes]:
    return _served("page.html", "text/html; charset=utf-8")


class DocumentsPage(OpenAPIRenderPlugin):
    """Takes the place of Litestar's pages, which load their scripts from elsewhere."""

    def __init__(self) -> None:
        super().__init__(path="/index.html", media_type=MediaType.HTML)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return _asset("page.html")

    def receive_router(self, router: Router) -> None:
        for handler in (page, script, style):
            router.register(handler)

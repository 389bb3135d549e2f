"""The interactive page at /schema: our own files only, for offline use and under a strict policy."""

from importlib.resources import files
from typing import Any, Final

from litestar import MediaType, Request, Router, get
from litestar.datastructures import ResponseHeader
from litestar.openapi.plugins import OpenAPIRenderPlugin

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ASSETS: Final = files("b2b.api_shared.documents") / "assets"


def _asset(name: str) -> bytes:
    return (_ASSETS / name).read_bytes()


@get("/page.js", media_type="text/javascript", sync_to_thread=False)
def script() -> bytes:
    return _asset("page.js")


@get("/page.css", media_type="text/css", sync_to_thread=False)
def style() -> bytes:
    return _asset("page.css")


class DocumentsPage(OpenAPIRenderPlugin):
    """Takes the place of Litestar's pages, which load their scripts from elsewhere."""

    def __init__(self) -> None:
        super().__init__(path="/index.html", media_type=MediaType.HTML)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return _asset("page.html")

    def receive_router(self, router: Router) -> None:
        router.response_headers = [
            ResponseHeader(name="Content-Security-Policy", value=POLICY),
            ResponseHeader(name="Cache-Control", value="no-cache"),
        ]
        for handler in (script, style):
            router.register(handler)

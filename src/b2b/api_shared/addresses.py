"""Paths and queries that are text: whatever reads them afterwards may rely on it."""

from typing import Final
from urllib.parse import unquote_to_bytes

from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from b2b.api_shared.problems import AnyRequest, on_http_exception

# What a server puts in the place of bytes that are no text.
REPLACEMENT: Final = "\ufffd"


class PlainAddresses:
    """Answers 400 to an address that is not UTF-8 or has a NUL: the database could not hold it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or _is_plain(scope):
            await self._app(scope, receive, send)
            return
        request = AnyRequest(scope, receive, send)
        answer = on_http_exception(request, ClientException()).to_asgi_response(None, request)
        await answer(scope, receive, send)


def _is_plain(scope: HTTPScope) -> bool:
    path, query = scope["path"], scope["query_string"]
    try:
        # Bytes that are no text are either refused here, or come as lone surrogates or as replacements.
        text = path.encode().decode() + unquote_to_bytes(query).decode()
    except UnicodeError:
        return False
    return "\0" not in text and REPLACEMENT not in text

"""Paths and queries that are text: whatever reads them afterwards may rely on it."""

from typing import Final
from urllib.parse import unquote_to_bytes

from litestar import Response
from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from b2b.api_shared.problems import AnyRequest, Problem, on_domain_error, on_http_exception
from b2b.domain.shared.errors import Fault, InvalidRequest

# What a server puts in the place of bytes that are no text.
REPLACEMENT: Final = "\ufffd"
# No column of the database can hold it, so no question with it can be answered.
NUL: Final = Fault(pointer="", code="value.nul", detail="The address holds the character U+0000.")


class PlainAddresses:
    """Answers 400 to an address that is not UTF-8, and 422 to one with a NUL."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request = AnyRequest(scope, receive, send)
        refusal = _refusal(scope, request)
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await refusal.to_asgi_response(None, request)(scope, receive, send)


def _refusal(scope: HTTPScope, request: AnyRequest) -> Response[Problem] | None:
    try:
        # Bytes that are no text are refused here, or have come as lone surrogates or as replacements.
        text = scope["path"].encode().decode() + unquote_to_bytes(scope["query_string"]).decode()
    except UnicodeError:
        return on_http_exception(request, ClientException())
    if REPLACEMENT in text:
        return on_http_exception(request, ClientException())
    return on_domain_error(request, InvalidRequest(faults=[NUL])) if "\0" in text else None

"""What every answer says to browsers and caches, and HEAD for everything that can be read."""

from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

RawHeaders = list[tuple[bytes, bytes]]

ALWAYS: Final[RawHeaders] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
]
# Answers are data: nothing in them is ever to be run or framed. Pages bring a policy of their own.
CONTENT_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
# Browsers obey it over https only, so it does no harm where a proxy's word about the scheme is wrong.
TRANSPORT: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class SafeHeaders:
    """Adds what an answer does not say itself.

    - Prices and accounts are the asker's alone: nothing is stored by caches, and what has an ETag is kept
      privately and asked for again each time.
    - HEAD is answered as GET without its body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        without_body = scope["method"] == "HEAD"
        if without_body:
            scope["method"] = "GET"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(list(message["headers"]), scope)
            elif message["type"] == "http.response.body" and without_body:
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, send_safely)


def _completed(given: RawHeaders, scope: HTTPScope) -> RawHeaders:
    said = {name.lower() for name, _ in given}
    wanted = [*ALWAYS, CONTENT_POLICY, _caching(said)]
    if _is_secure(scope):
        wanted.append(TRANSPORT)
    return given + [header for header in wanted if header[0] not in said]


def _caching(said: set[bytes]) -> tuple[bytes, bytes]:
    return (b"cache-control", b"private, no-cache" if b"etag" in said else b"no-store")


def _is_secure(scope: HTTPScope) -> bool:
    forwarded = next((value for name, value in scope["headers"] if name == b"x-forwarded-proto"), b"")
    return scope["scheme"] == "https" or forwarded == b"https"

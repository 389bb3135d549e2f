"""What surrounds every request: its id, its log line, its measure."""

import re
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Gauge, Histogram

from b2b.application.shared.tracing import Span, SpanKind, Tracing

log = structlog.get_logger("http")

# What the request under way asks, for those who see only its answer.
QUESTION: Final[ContextVar[bytes]] = ContextVar("question", default=b"")

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,100}")
QUIET: Final = frozenset({"/health/live", "/health/ready", "/metrics"})

DURATION: Final = Histogram(
    "b2b_http_request_seconds",
    "Time from the request's first byte to the answer's last.",
    ("app", "route", "method", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
IN_FLIGHT: Final = Gauge(
    "b2b_http_requests_in_flight", "Requests that are being answered.", ("app",), multiprocess_mode="livesum"
)
# A caller may write any word there; a measure has room for these.
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


GetTracing = Callable[[], Awaitable[Tracing]]


class RequestContext:
    """Gives each request an id (the caller's own where it is plain), one log line and one measure.

    Neither bodies nor headers are logged.
    """

    def __init__(self, app: ASGIApp, name: str, tracing: GetTracing | None = None) -> None:
        self._app = app
        self._get_tracing = tracing
        self._tracing: Tracing | None = None
        self._name = name
        self._in_flight = IN_FLIGHT.labels(name)
        self._durations: dict[tuple[str, str, int], Histogram] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        QUESTION.set(scope["query_string"])
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if self._get_tracing is None or scope["path"] in QUIET:
            await self._serve(scope, receive, send, request_id)
            return
        if self._tracing is None:
            self._tracing = await self._get_tracing()
        parent = _header(scope, b"traceparent") or None
        with self._tracing.span(scope["method"], SpanKind.SERVED, parent=parent) as span:
            if (trace_id := self._tracing.trace_id()) is not None:
                structlog.contextvars.bind_contextvars(trace_id=trace_id)
            status = await self._serve(scope, receive, send, request_id)
            _describe(span, scope, status)

    async def _serve(self, scope: HTTPScope, receive: Receive, send: Send, request_id: str) -> int:
        """Answers the status."""
        started = time.perf_counter()
        self._in_flight.inc()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            self._in_flight.dec()
            self._note(scope, status, time.perf_counter() - started)
        return status

    def _note(self, scope: HTTPScope, status: int, seconds: float) -> None:
        if scope["path"] in QUIET:
            return
        route = str(scope.get("path_template") or "unmatched")
        self._duration(route, scope["method"], status).observe(seconds)
        log.info(
            "request",
            app=self._name,
            method=scope["method"],
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 2),
        )

    def _duration(self, route: str, method: str, status: int) -> Histogram:
        """Looked up once each: finding it among the labels takes longer than counting."""
        key = (route, method if method in METHODS else "other", status)
        found = self._durations.get(key)
        if found is None:
            found = self._durations[key] = DURATION.labels(self._name, key[0], key[1], str(status))
        return found


def _request_id(scope: HTTPScope) -> str:
    """The caller's own id where it is plain; anything else could forge log lines."""
    given = _header(scope, b"x-request-id")
    return given if _REQUEST_ID.fullmatch(given) else str(uuid4())


def _header(scope: HTTPScope, wanted: bytes) -> str:
    return next((value for name, value in scope["headers"] if name == wanted), b"").decode("latin-1")


def _describe(span: Span, scope: HTTPScope, status: int) -> None:
    route = str(scope.get("path_template") or "unmatched")
    span.rename(f"{scope['method']} {route}")
    span.note("http.request.method", scope["method"])
    span.note("http.route", route)
    span.note("http.response.status_code", status)
    if status >= 500:
        span.fail("")

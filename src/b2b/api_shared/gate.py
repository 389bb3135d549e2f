"""Before any handler: who asks, and do they ask too often. What they may do is the handler's first line."""

import time
from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import structlog
from litestar import Response
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from b2b.api_shared.ledger import KeyLedger
from b2b.api_shared.origin import headers_of, origin_of
from b2b.api_shared.problems import AnyRequest, on_domain_error
from b2b.api_shared.rate_limit import Quotas, joined, limit_headers, refusal
from b2b.application.shared.access import Actor, Origin
from b2b.application.shared.limits import LET_THROUGH, Limit, RateLimits, Verdict
from b2b.domain.shared.errors import DomainError

OPEN: Final = ("/health/", "/metrics", "/schema", "/static/", "/favicon.svg")
SUSPICIOUS: Final = frozenset({401, 403, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a request brings to say who asks."""

    path: str
    headers: Mapping[str, str]
    origin: Origin
    # Whether the operation is for people who are not signed in, such as signing in.
    open_to_all: bool = False
    # Whose credentials these are, also where they are not let in for another reason.
    recognised: list[Actor] = field(default_factory=list)
    # Headers that the answer is to have because of who asked, such as a renewed cookie.
    answer_headers: list[tuple[bytes, bytes]] = field(default_factory=list)


class Identify(Protocol):
    def at_once(self, arrival: Arrival) -> Actor | None:
        """Who asks, where that can be said without asking anybody; None where it cannot."""

    async def by_asking(self, arrival: Arrival) -> Actor:
        """Who asks. Only called for requests within the address's quota."""


def no_page(path: str) -> bool:
    """Of an API that has none."""
    return False


class Refuse(Protocol):
    def __call__(self, request: AnyRequest, error: DomainError) -> Response[Any]:
        """The answer to somebody who is not let in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What one API's gate works with."""

    identify: Identify
    limits: RateLimits
    quotas: Quotas
    trusted_proxies: int
    refuse: Refuse = on_domain_error
    is_page: Callable[[str], bool] = no_page
    # Of which answers many are suspicious.
    suspicious: Set[int] = SUSPICIOUS
    # Where the uses of keys are told.
    ledger: KeyLedger | None = None


@dataclass(slots=True, kw_only=True)
class _Passage:
    """One request at the gate."""

    origin: Origin
    is_page: bool = False
    actor: Actor | None = None
    recognised: list[Actor] = field(default_factory=list)
    error: DomainError | None = None
    limits: list[Limit] = field(default_factory=list)
    verdict: Verdict = LET_THROUGH
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)


class Gate:
    """Puts the actor into `scope["state"]`, or answers 401, 403 or 429 itself.

    - One round trip to the counters for a caller who is known at once, whatever the number of limits.
    - A refusal counts too: address first, so that guessing keys soon costs the guesser everything.
    """

    def __init__(self, app: ASGIApp, guards: Callable[[], Awaitable[Guards]]) -> None:
        self._app = app
        self._make_guards = guards
        self._guards: Guards | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(OPEN):
            await self._app(scope, receive, send)
            return
        if self._guards is None:
            self._guards = await self._make_guards()
        began = time.perf_counter()
        passage = await _inspect(self._guards, scope)
        status = 0

        async def send_with_limits(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    # First, so that a cookie which the answer sets is the one that stays.
                    *passage.headers,
                    *message["headers"],
                    *limit_headers(passage.verdict),
                ]
            await send(message)

        if passage.actor is not None and passage.error is None:
            _note(scope, passage.actor)
            await self._app(scope, receive, send_with_limits)
        else:
            await _refuse(self._guards.refuse, passage, scope, receive, send_with_limits)
        await _settle(self._guards, passage, scope, status, time.perf_counter() - began)


async def _settle(guards: Guards, passage: _Passage, scope: HTTPScope, status: int, seconds: float) -> None:
    """After the answer: whose use that was, and whether they were refused too often."""
    caller = _caller(passage, scope)
    if guards.ledger and caller:
        guards.ledger.note(caller, passage.origin, scope, status=status, seconds=seconds)
    if status not in guards.suspicious:
        return
    for halving in await guards.limits.strike(passage.limits):
        if guards.ledger and caller:
            await guards.ledger.note_halving(caller, halving)


def _caller(passage: _Passage, scope: HTTPScope) -> Actor | None:
    """A handler that is open to all may have found out who asks."""
    found = scope.get("state", {}).get("actor")
    return found if isinstance(found, Actor) else next(iter(passage.recognised), None)


async def _inspect(guards: Guards, scope: HTTPScope) -> _Passage:
    headers = headers_of(scope)
    arrival = Arrival(
        path=scope["path"],
        headers=headers,
        origin=origin_of(scope, headers, trusted_proxies=guards.trusted_proxies),
        open_to_all=_is_open(scope),
    )
    passage = _Passage(
        origin=arrival.origin,
        is_page=guards.is_page(arrival.path),
        recognised=arrival.recognised,
        headers=arrival.answer_headers,
    )
    try:
        passage.actor = guards.identify.at_once(arrival)
    except DomainError as error:
        passage.error = error
    await _count(guards, passage, guards.quotas.of_address(arrival.origin), passage.actor)
    if passage.actor is None and passage.error is None:
        await _ask(guards, passage, arrival)
    return passage


def _is_open(scope: HTTPScope) -> bool:
    """As the OpenAPI document says it: a security requirement that nothing fulfils."""
    handler = scope.get("route_handler")
    return isinstance(handler, HTTPRouteHandler) and {} in handler.resolve_security()


async def _ask(guards: Guards, passage: _Passage, arrival: Arrival) -> None:
    try:
        passage.actor = await guards.identify.by_asking(arrival)
    except DomainError as error:
        passage.error = error
    else:
        await _count(guards, passage, [], passage.actor)


async def _count(guards: Guards, passage: _Passage, limits: list[Limit], actor: Actor | None) -> None:
    wanted = limits + (guards.quotas.of_caller(actor, page=passage.is_page) if actor else [])
    if not wanted:
        return
    verdict = await guards.limits.take(wanted)
    passage.limits += wanted
    passage.verdict = joined(passage.verdict, verdict)
    if not verdict.allowed:
        passage.error = refusal(verdict)


def _note(scope: HTTPScope, actor: Actor) -> None:
    scope.setdefault("state", {})["actor"] = actor
    structlog.contextvars.bind_contextvars(tenant_id=str(actor.tenant_id))
    if actor.id is not None:
        structlog.contextvars.bind_contextvars(**{f"{actor.kind}_id": str(actor.id)})


async def _refuse(refuse: Refuse, passage: _Passage, scope: HTTPScope, receive: Receive, send: Send) -> None:
    request = AnyRequest(scope, receive, send)
    if passage.error is None:
        raise RuntimeError("A request without an actor has an error.")
    answer = refuse(request, passage.error).to_asgi_response(None, request)
    await answer(scope, receive, send)

"""Answers of pages: a whole page, a part of one for htmx, or another place to go to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from litestar import Response
from litestar.datastructures import Cookie
from litestar.utils.scope.state import ScopeState

from b2b.api_portal.web import i18n
from b2b.api_portal.web.cookies import LANGUAGE, THEME, Names, Toast
from b2b.api_portal.web.navigation import navigation, palette_pages
from b2b.api_portal.web.templating import render
from b2b.api_shared.problems import AnyRequest
from b2b.application.home.queries.shell import ShowShell
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock

HTML: Final = "text/html"
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Vary": "HX-Request, Cookie",
}
_THEMES: Final = frozenset({"light", "dark"})


def wants_part(request: AnyRequest) -> bool:
    """htmx asks for a part of the page that is already there."""
    return "hx-request" in request.headers and request.headers.get("hx-request-type") == "partial"


def is_htmx(request: AnyRequest) -> bool:
    return "hx-request" in request.headers


def came_from(request: AnyRequest) -> str:
    """Where a form was, as far as the browser says; `safe_next` looks at it when it is gone to."""
    referrer = request.headers.get("referer", "")
    base = str(request.base_url).rstrip("/")
    return referrer.removeprefix(base) if referrer.startswith(base) else "/"


def here(request: AnyRequest) -> str:
    """What to open to be here again: of the answer to a form, where the form was."""
    if request.method not in {"GET", "HEAD"}:
        return came_from(request)
    query = request.scope["query_string"].decode("latin-1")
    return request.url.path + (f"?{query}" if query else "")


def choose_language(request: AnyRequest) -> str:
    """Also sets it for everything that this request renders."""
    language = i18n.choose(request.cookies.get(LANGUAGE), request.headers.get("accept-language", ""))
    i18n.LANGUAGE.set(language)
    return language


def plain_context(request: AnyRequest) -> dict[str, Any]:
    """What every template may use, also where nobody is signed in."""
    theme = request.cookies.get(THEME, "")
    return {
        "request": request,
        "path": request.url.path,
        "here": here(request),
        "language": choose_language(request),
        "theme": theme if theme in _THEMES else "",
        "csrf": csrf_of(request),
        "errors": {},
    }


def csrf_of(request: AnyRequest) -> str:
    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else ""


def events_header(events: Mapping[str, Any]) -> str:
    """For HX-Trigger: on the body, since the element that asked may be gone by then."""
    return json.dumps({name: {"target": "body", **detail} for name, detail in events.items()})


def toast_header(toast: Toast) -> str:
    return events_header({"toast": msgspec.to_builtins(toast)})


@dataclass(frozen=True, slots=True)
class Pages:
    """Renders for the request under way; made anew for each."""

    request: AnyRequest
    actor: Actor
    shell: ShowShell
    names: Names
    clock: Clock

    async def page(
        self, template: str, *, part: str | None = None, nav: str = "", status: int = 200, **context: Any
    ) -> Response[str]:
        """The whole page, or only the template `part` where htmx asks for a part of it."""
        if part is not None and wants_part(self.request):
            return await self.part(part, status=status, nav=nav, **context)
        shown = await self._surroundings(nav) | context
        toast = self.names.flashed(self.request)
        shown["flash"] = toast
        return self._answer(
            render(template, shown), status=status, cookies=[self.names.end_flash()] if toast else []
        )

    async def part(
        self,
        template: str,
        *,
        status: int = 200,
        toast: Toast | None = None,
        counters: bool = False,
        **context: Any,
    ) -> Response[str]:
        """One template of a part; `counters` adds the numbers around the page: cart, approvals, credit."""
        if counters:
            shown = await self._surroundings(context.pop("nav", "")) | context
            body = render(template, shown) + render("shell/_counters.html", shown)
        else:
            shown = self._own_context() | context
            body = render(template, shown)
        told = {} if toast is None else {"HX-Trigger": toast_header(toast)}
        return self._answer(body, status=status, headers=told)

    def go(
        self, place: str, *, toast: Toast | None = None, cookies: list[Cookie] | None = None
    ) -> Response[Any]:
        """Elsewhere after a form: by htmx, or as a redirect that a reload does not repeat."""
        kept = [*(cookies or []), *([self.names.keep_flash(toast)] if toast else [])]
        if is_htmx(self.request):
            return Response("", media_type=HTML, headers={"HX-Redirect": place}, cookies=kept)
        return Response("", status_code=303, media_type=HTML, headers={"Location": place}, cookies=kept)

    def nothing(self, *, toast: Toast | None = None, status: int = 200) -> Response[str]:
        """Leaves the page as it is, but for a message."""
        headers = {"HX-Reswap": "none"} | ({"HX-Trigger": toast_header(toast)} if toast else {})
        return self._answer("", status=status, headers=headers)

    def may(self, permission: str) -> bool:
        return Permission(permission) in self.actor.permissions

    def _own_context(self) -> dict[str, Any]:
        return plain_context(self.request) | {
            "actor": self.actor,
            "may": self.may,
            "staff": self.actor.customer_id is None,
            "now": self.clock.now(),
            "today": self.clock.today(),
        }

    async def _surroundings(self, nav: str) -> dict[str, Any]:
        context = self._own_context()
        shell = await self.shell()
        groups = navigation(self.actor)
        return context | {
            "shell": shell,
            "nav": nav,
            "navigation": groups,
            "palette": palette_pages(groups),
            "flash": None,
            "full": False,
        }

    def _answer(
        self,
        body: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        cookies: list[Cookie] | None = None,
    ) -> Response[str]:
        return Response(
            body,
            status_code=status,
            media_type=HTML,
            headers={**HEADERS, **(headers or {})},
            cookies=cookies or [],
        )


@dataclass(frozen=True, slots=True)
class OpenPages:
    """Pages for people who are not signed in: without navigation."""

    request: AnyRequest
    names: Names

    def page(
        self, template: str, *, status: int = 200, cookies: list[Cookie] | None = None, **context: Any
    ) -> Response[str]:
        toast = self.names.flashed(self.request)
        shown = plain_context(self.request) | {"flash": toast} | context
        kept = [*(cookies or []), *([self.names.end_flash()] if toast else [])]
        return Response(
            render(template, shown), status_code=status, media_type=HTML, headers=HEADERS, cookies=kept
        )

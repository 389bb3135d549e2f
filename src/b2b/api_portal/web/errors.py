"""Every refusal as a page, a message in the corner, or a way to sign in; the API's stay problems."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from litestar import Response
from litestar.exceptions import HTTPException, PermissionDeniedException

from b2b.api_portal.web.complaints import error_text, fault_text
from b2b.api_portal.web.cookies import Names, Toast
from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.places import NEXT_LENGTH_MAX, is_page
from b2b.api_portal.web.render import HEADERS, HTML, came_from, here, is_htmx, plain_context, toast_header
from b2b.api_portal.web.templating import render
from b2b.api_shared.application import Handlers
from b2b.api_shared.gate import Refuse
from b2b.api_shared.problems import (
    CODES_BY_STATUS,
    AnyRequest,
    on_domain_error,
    on_http_exception,
    on_unavailable,
    on_unexpected,
    status_of,
)
from b2b.domain.identity.errors import AccessChanged, ActingEnded
from b2b.domain.shared.errors import DomainError, TooManyRequests, Unauthenticated

log = structlog.get_logger(__name__)

SIGN_IN: Final = "/sign-in"
RENEW: Final = "/session/renew"
TITLES: Final[Mapping[int, str]] = {
    400: _("This address cannot be read"),
    403: _("This page is not for you"),
    404: _("There is nothing here"),
    405: _("This cannot be done here"),
    409: _("That is not possible now"),
    412: _("Somebody changed this in the meantime"),
    413: _("That is too large"),
    422: _("Something is not right"),
    429: _("Too many requests"),
    500: _("Something went wrong on our side"),
    503: _("The service is not available just now"),
}
ICONS: Final[Mapping[int, str]] = {403: "lock", 404: "map-search", 429: "clock", 500: "plug-x", 503: "plug-x"}
SAFE: Final = frozenset({"GET", "HEAD"})

Handler = Callable[[AnyRequest, Any], Response[Any]]


def exception_handlers(names: Names, unavailable: Sequence[type[Exception]]) -> Handlers:
    """For the whole portal: what is no page answers as the API does."""
    on_page = _PageErrors(names)
    return {
        DomainError: _by_place(on_page.domain_error, on_domain_error),
        HTTPException: _by_place(on_page.http_exception, on_http_exception),
        Exception: _by_place(on_page.unexpected, on_unexpected),
        **dict.fromkeys(unavailable, _by_place(on_page.unavailable, on_unavailable)),
    }


def refuse(names: Names) -> Refuse:
    """How the gate answers somebody who is not let in."""
    on_page = _PageErrors(names)

    def answer(request: AnyRequest, error: DomainError) -> Response[Any]:
        return (on_page.domain_error if is_page(request.scope["path"]) else on_domain_error)(request, error)

    return answer


def _by_place(on_page: Handler, otherwise: Handler) -> Handler:
    def handle(request: AnyRequest, error: Any) -> Response[Any]:
        return (on_page if is_page(request.scope["path"]) else otherwise)(request, error)

    return handle


class _PageErrors:
    def __init__(self, names: Names) -> None:
        self._names = names

    def domain_error(self, request: AnyRequest, error: DomainError) -> Response[Any]:
        plain_context(request)
        if isinstance(error, Unauthenticated):
            return self._sign_in(request, error)
        if isinstance(error, ActingEnded):
            return self._oneself_again(request, error)
        headers = {}
        if isinstance(error, TooManyRequests):
            headers["Retry-After"] = str(error.facts.get("retry_after", 60))
        return _told(request, status_of(error), sentence_of(error), headers)

    def http_exception(self, request: AnyRequest, error: HTTPException) -> Response[Any]:
        plain_context(request)
        if isinstance(error, PermissionDeniedException):
            # The form is older than the browser's cookie; with both made anew it works.
            answer = _told(request, 403, tr("This page was open for too long. Reload it and try again."), {})
            answer.cookies.append(self._names.end_csrf())
            return answer
        status = 404 if error.status_code == 422 and request.method in SAFE else error.status_code
        title = CODES_BY_STATUS.get(status, ("", "The request was refused."))[1]
        return _told(request, status, tr(title), {})

    def unexpected(self, request: AnyRequest, error: Exception) -> Response[Any]:
        found = request.scope.get("state", {}).get("request_id", "")
        log.error("request.failed", request_id=found, exc_info=error)
        plain_context(request)
        sentence = tr("Nothing was changed. Try again; if it stays, tell us the number %(id)s.", id=found)
        return _told(request, 500, sentence, {})

    def unavailable(self, request: AnyRequest, error: Exception) -> Response[Any]:
        log.warning("request.unavailable", error=type(error).__name__)
        plain_context(request)
        return _told(request, 503, tr("Nothing was changed. Try again in a moment."), {"Retry-After": "2"})

    def _sign_in(self, request: AnyRequest, error: Unauthenticated) -> Response[Any]:
        """A page asks to sign in and comes back; a part says so to the script, which keeps the form."""
        changed = isinstance(error, AccessChanged)
        if request.method in SAFE and not is_htmx(request):
            return _go(RENEW if changed else SIGN_IN, here(request))
        if is_htmx(request):
            event = '{"%s": {"target": "body"}}' % ("renew-session" if changed else "session-ended")
            return Response(
                "",
                status_code=401,
                media_type=HTML,
                headers={**HEADERS, "HX-Reswap": "none", "HX-Trigger": event},
            )
        return _go(RENEW if changed else SIGN_IN, came_from(request))

    def _oneself_again(self, request: AnyRequest, error: DomainError) -> Response[Any]:
        """The browser has the person's own session by now; nothing of the request was done."""
        told = self._names.keep_flash(Toast(message=tr(error.title), tone="warn"))
        if is_htmx(request):
            return Response("", media_type=HTML, headers={"HX-Redirect": "/staff"}, cookies=[told])
        return Response("", status_code=303, headers={"Location": "/staff"}, cookies=[told])


def sentence_of(error: DomainError) -> str:
    """The error's title and each thing that is wrong, in the reader's language."""
    return " ".join([error_text(error), *(fault_text(fault) for fault in error.faults[:5])])


def _go(place: str, following: str) -> Response[Any]:
    """`safe_next` looks at `following` when it comes back; what is too long to is left out."""
    more = f"?{urlencode({'next': following})}" if len(following) <= NEXT_LENGTH_MAX else ""
    return Response("", status_code=303, headers={"Location": f"{place}{more}"})


def _told(request: AnyRequest, status: int, sentence: str, headers: Mapping[str, str]) -> Response[Any]:
    if is_htmx(request):
        told = toast_header(Toast(message=sentence, tone="bad"))
        return Response(
            "",
            status_code=status,
            media_type=HTML,
            headers={**HEADERS, **headers, "HX-Reswap": "none", "HX-Trigger": told},
        )
    context = plain_context(request) | {
        "status": status,
        "title": tr(TITLES.get(status, _("The request was refused"))),
        "sentence": sentence,
        "icon_name": ICONS.get(status, "alert-triangle"),
    }
    return Response(
        render("shell/error.html", context),
        status_code=status,
        media_type=HTML,
        headers={**HEADERS, **headers},
    )

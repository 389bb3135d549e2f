from typing import Annotated, Any

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import QueryParameter

from b2b.api_portal.web.cookies import Names, Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.forms import read_form
from b2b.api_portal.web.i18n import LANGUAGES, tr
from b2b.api_portal.web.places import NEXT_LENGTH_MAX, safe_next
from b2b.api_portal.web.render import OpenPages, choose_language, is_htmx
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.identity.ports import WebSessions
from b2b.application.identity.sign_in import SignIn
from b2b.application.identity.sign_out import SignOutHandler
from b2b.application.identity.web_session import StartWebSessionHandler
from b2b.domain.identity.errors import TokenExpired, TokenInvalid
from b2b.domain.shared.errors import DomainError

NextPlace = Annotated[str | None, QueryParameter(name="next", max_length=NEXT_LENGTH_MAX)]
_Text = Annotated[str, msgspec.Meta(max_length=320, pattern=WITHOUT_NUL)]


class SignInForm(msgspec.Struct, frozen=True, kw_only=True):
    """A dealer's people name their company by its partner code; the distributor's people leave it out."""

    email: _Text = ""
    password: Annotated[str, msgspec.Meta(max_length=1000, pattern=WITHOUT_NUL)] = ""
    partner_code: _Text | None = None
    next: str | None = None


class SignInPages(Controller):
    path = "/"

    @get("/sign-in", security=[{}])
    @inject
    async def show(
        self, request: AnyRequest, pages: FromDishka[OpenPages], next_place: NextPlace = None
    ) -> Response[str]:
        return pages.page("shell/sign_in.html", next=safe_next(next_place), form=SignInForm(), error="")

    @post("/sign-in", status_code=200, security=[{}])
    @inject
    async def sign_in(
        self,
        request: AnyRequest,
        pages: FromDishka[OpenPages],
        names: FromDishka[Names],
        start: FromDishka[StartWebSessionHandler],
    ) -> Response[Any]:
        form = SignInForm()
        try:
            form = await read_form(request, SignInForm)
            token = await start(
                SignIn(partner_code=form.partner_code, email=form.email, password=form.password)
            )
        except DomainError as error:
            return pages.page(
                "shell/_sign_in_form.html" if is_htmx(request) else "shell/sign_in.html",
                status=status_of(error),
                next=safe_next(form.next),
                form=form,
                error=sentence_of(error),
            )
        cookie = names.keep_session(token)
        if is_htmx(request):
            # The dialog over a page whose session had ended: the page and what was filled in stay.
            return Response(
                "",
                media_type="text/html",
                headers={"HX-Reswap": "none", "HX-Trigger": '{"signed-in": {"target": "body"}}'},
                cookies=[cookie],
            )
        return Response("", status_code=303, headers={"Location": safe_next(form.next)}, cookies=[cookie])

    @post("/sign-out", status_code=303)
    @inject
    async def sign_out(
        self, request: AnyRequest, names: FromDishka[Names], sign_out: FromDishka[SignOutHandler]
    ) -> Response[str]:
        choose_language(request)
        await sign_out()
        gone = names.keep_flash(Toast(message=tr("You are signed out.")))
        return Response(
            "", status_code=303, headers={"Location": "/sign-in"}, cookies=[names.end_session(), gone]
        )

    @get("/session/renew", security=[{}])
    @inject
    async def renew(
        self,
        request: AnyRequest,
        names: FromDishka[Names],
        sessions: FromDishka[WebSessions],
        next_place: NextPlace = None,
    ) -> Response[str]:
        """After somebody's rights changed: the same session, with what they may do today."""
        place = safe_next(next_place)
        try:
            renewed = await sessions.renew(request.cookies.get(names.session, ""))
        except (TokenExpired, TokenInvalid):
            return Response("", status_code=303, headers={"Location": "/sign-in"})
        cookie = names.keep_session(renewed.token)
        return Response("", status_code=303, headers={"Location": place}, cookies=[cookie])

    @post("/language", status_code=303, security=[{}])
    @inject
    async def language(self, request: AnyRequest, names: FromDishka[Names]) -> Response[str]:
        given = await request.form()
        wanted = str(given.get("language", ""))
        place = safe_next(str(given.get("next", "")))
        cookies = [names.keep_language(wanted)] if wanted in LANGUAGES else []
        return Response("", status_code=303, headers={"Location": place}, cookies=cookies)

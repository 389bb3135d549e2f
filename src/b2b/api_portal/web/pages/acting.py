from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post
from litestar.params import FromPath

from b2b.api_portal.web.cookies import Names, Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.forms import read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.places import safe_next
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.api_shared.problems import AnyRequest
from b2b.application.identity.act_for_dealer import BeginWebActingHandler, EndWebActingHandler
from b2b.domain.identity.errors import DealerNotActive, NotActing


class EndForm(msgspec.Struct, frozen=True, kw_only=True):
    next: Annotated[str, msgspec.Meta(max_length=2000, pattern=WITHOUT_NUL)] = "/staff"


class ActingPages(Controller):
    """The distributor's people work for a dealer, and are themselves again without signing in anew."""

    path = "/staff"

    @post("/customers/{code:str}/act", status_code=303)
    @inject
    async def begin(
        self,
        code: FromPath[str],
        pages: FromDishka[Pages],
        names: FromDishka[Names],
        begin: FromDishka[BeginWebActingHandler],
    ) -> Response[Any]:
        try:
            token = await begin(code)
        except DealerNotActive as error:
            told = Toast(message=sentence_of(error), tone="bad")
            return pages.go(f"/staff/customers/{quote(code, safe='')}", toast=told)
        return pages.go("/", cookies=[names.keep_session(token)])

    @post("/acting/end", status_code=303)
    @inject
    async def end(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        names: FromDishka[Names],
        end: FromDishka[EndWebActingHandler],
    ) -> Response[Any]:
        form = await read_form(request, EndForm)
        place = safe_next(form.next, "/staff")
        try:
            renewed = await end(request.cookies.get(names.session, ""))
        except NotActing:
            return pages.go(place)
        told = Toast(message=tr("You no longer work for this dealer."))
        return pages.go(place, toast=told, cookies=[names.keep_session(renewed.token)])

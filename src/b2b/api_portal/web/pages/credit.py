from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import QueryParameter

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor
from b2b.application.accounts.queries.credit_lines import (
    CreditBand,
    CreditDesk,
    CreditFilter,
    CreditOrder,
)
from b2b.application.shared.pages import PageRequest

_Words = Annotated[str | None, QueryParameter(max_length=100, pattern=WITHOUT_NUL)]


class CreditPages(Controller):
    """Every dealer's limit and how much of it is used; a limit is changed at the dealer's own page."""

    path = "/staff/credit"

    @get()
    @inject
    async def lines(
        self,
        pages: FromDishka[Pages],
        desk: FromDishka[CreditDesk],
        q: _Words = None,
        band: Annotated[CreditBand | None, QueryParameter()] = None,
        sort: Annotated[CreditOrder, QueryParameter()] = CreditOrder.UTILISATION,
        cursor: PageCursor = None,
    ) -> Response[str]:
        asked = {
            "q": q,
            "band": band.value if band else None,
            "sort": None if sort is CreditOrder.UTILISATION else sort.value,
        }
        wanted = CreditFilter(words=q or None, band=band, order=sort)
        return await pages.page(
            "credit/page.html",
            part="credit/_list.html",
            nav="credit",
            list=await desk.lines(wanted, PageRequest(cursor=cursor)),
            asked=asked,
            cursor=cursor,
        )

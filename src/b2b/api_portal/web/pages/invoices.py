from typing import Annotated, Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import PageCursor
from b2b.application.invoicing.queries.invoices import InvoiceState, ListInvoices, ShowInvoice
from b2b.application.shared.pages import PageRequest

PAGE: Final = 30


class InvoicePages(Controller):
    """The ERP's invoices: to look at and to print."""

    path = "/invoices"

    @get()
    @inject
    async def show_list(
        self,
        pages: FromDishka[Pages],
        list_invoices: FromDishka[ListInvoices],
        asked: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
        cursor: PageCursor = None,
    ) -> Response[str]:
        filtered = pages.actor.customer_id is not None and pages.may("account.view")
        wanted = InvoiceState(asked) if filtered and asked in set(InvoiceState) else None
        return await pages.page(
            "invoices/page.html",
            part="invoices/_list.html",
            nav="invoices",
            found=await list_invoices(PageRequest(PAGE, cursor), state=wanted),
            filtered=filtered,
            state=wanted.value if wanted else "",
            cursor=cursor,
        )

    @get("/{number:str}")
    @inject
    async def show_one(
        self, number: FromPath[str], pages: FromDishka[Pages], show: FromDishka[ShowInvoice]
    ) -> Response[str]:
        view = await show(number)
        return await pages.page(
            "invoices/detail.html", nav="invoices", invoice=view.invoice, lines=view.lines
        )

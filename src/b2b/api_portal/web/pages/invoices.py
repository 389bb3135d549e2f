from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import FromPath

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import PageCursor
from b2b.application.invoicing.queries.invoices import ListInvoices, ShowInvoice
from b2b.application.shared.pages import PageRequest

PAGE: Final = 30


class InvoicePages(Controller):
    """The ERP's invoices: to look at and to print."""

    path = "/invoices"

    @get()
    @inject
    async def show_list(
        self, pages: FromDishka[Pages], list_invoices: FromDishka[ListInvoices], cursor: PageCursor = None
    ) -> Response[str]:
        found = await list_invoices(PageRequest(PAGE, cursor))
        return await pages.page("invoices/page.html", nav="invoices", found=found, cursor=cursor)

    @get("/{number:str}")
    @inject
    async def show_one(
        self, number: FromPath[str], pages: FromDishka[Pages], show: FromDishka[ShowInvoice]
    ) -> Response[str]:
        view = await show(number)
        return await pages.page(
            "invoices/detail.html", nav="invoices", invoice=view.invoice, lines=view.lines
        )

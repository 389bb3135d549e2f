from decimal import Decimal
from typing import Annotated, Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import PageCursor
from b2b.application.invoicing.queries.invoices import InvoiceState, InvoiceView, ListInvoices, ShowInvoice
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.values import MoneyValue, money_of

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
            "invoices/detail.html",
            nav="invoices",
            invoice=view.invoice,
            lines=view.lines,
            settled=view.settled,
            paid=_paid(view),
        )


def _paid(view: InvoiceView) -> MoneyValue | None:
    """What has closed of it; None where nothing has, or where it is not told."""
    if not view.settled:
        return None
    paid = sum((Decimal(row.amount.amount) for row in view.settled), Decimal(0))
    return money_of(paid, view.invoice.gross.currency)

"""What the palette finds besides pages: products, dealers for staff, an order or invoice by its number."""

from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import QueryParameter

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.application.catalog.queries.products import (
    ListProducts,
    ProductFilters,
    ProductItem,
    ProductQuery,
    ProductSort,
)
from b2b.application.customers.queries.customers import CustomerFilters, CustomerRow, ListCustomers
from b2b.application.invoicing.queries.invoices import InvoiceNotFound, InvoiceView, ShowInvoice
from b2b.application.ordering.queries.orders import OrderView, ShowOrder
from b2b.application.shared.pages import PageRequest
from b2b.domain.ordering.errors import OrderNotFound

FOUND_MAX = 6
_Words = Annotated[str, QueryParameter(max_length=200, pattern=WITHOUT_NUL)]


class PalettePages(Controller):
    path = "/search"

    @get("/palette")
    @inject
    async def find(
        self,
        pages: FromDishka[Pages],
        products: FromDishka[ListProducts],
        customers: FromDishka[ListCustomers],
        orders: FromDishka[ShowOrder],
        invoices: FromDishka[ShowInvoice],
        q: _Words = "",
    ) -> Response[str]:
        words = q.strip()
        staff = pages.actor.customer_id is None
        return await pages.part(
            "palette/_found.html",
            products=await _products(pages, products, words),
            customers=await _customers(pages, customers, words) if staff else [],
            order=await _order(pages, orders, words),
            invoice=await _invoice(pages, invoices, words),
        )


async def _products(pages: Pages, products: ListProducts, words: str) -> list[ProductItem]:
    if not words or not pages.may("products.view"):
        return []
    filters = ProductFilters(words=words)
    page = PageRequest(FOUND_MAX, None)
    return (await products(ProductQuery(filters=filters, sort=ProductSort.RELEVANCE, page=page))).items


async def _customers(pages: Pages, customers: ListCustomers, words: str) -> list[CustomerRow]:
    if not words or not pages.may("customers.view"):
        return []
    return (await customers(CustomerFilters(words=words), PageRequest(FOUND_MAX, None))).items


async def _order(pages: Pages, orders: ShowOrder, words: str) -> OrderView | None:
    """By its whole number; half a number finds none."""
    if not any(letter.isdigit() for letter in words) or not pages.may("orders.view"):
        return None
    try:
        return await orders(words.upper())
    except OrderNotFound:
        return None


async def _invoice(pages: Pages, invoices: ShowInvoice, words: str) -> InvoiceView | None:
    """By its whole number, as orders are."""
    if not any(letter.isdigit() for letter in words) or not pages.may("invoices.view"):
        return None
    try:
        return await invoices(words.upper())
    except InvoiceNotFound:
        return None

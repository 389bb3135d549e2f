"""What the palette finds besides pages: products, dealers for staff, orders and invoices by their numbers."""

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
from b2b.application.home.queries.find_documents import FindDocuments
from b2b.application.shared.pages import PageRequest

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
        documents: FromDishka[FindDocuments],
        q: _Words = "",
    ) -> Response[str]:
        words = q.strip()
        staff = pages.actor.customer_id is None
        return await pages.part(
            "palette/_found.html",
            products=await _products(pages, products, words),
            customers=await _customers(pages, customers, words) if staff else [],
            documents=await documents(words),
            words=words,
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

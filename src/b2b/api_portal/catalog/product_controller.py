from datetime import date
from typing import Annotated, Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.di import Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.catalog.schemas import WantedProducts, wanted_products
from b2b.api_shared.caching import IfNoneMatch, answer_if_changed
from b2b.api_shared.inputs import PageCursor, PageSize
from b2b.api_shared.problems import Problem
from b2b.application.catalog.queries.product import ProductDetail, ShowProduct
from b2b.application.catalog.queries.products import ListProducts, ProductPage, ProductQuery, ProductSort
from b2b.application.pricing.queries.explain_price import ExplainPrice, PriceExplanationView
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.domain.shared.quantities import QUANTITY_MAX

SortOrder = Annotated[
    ProductSort, QueryParameter(description="`relevance` without words is by name. Prices are your own.")
]
WithFacets = Annotated[
    bool, QueryParameter(description="Count the whole list by brand, category, attribute.")
]
AskedQuantity = Annotated[int, QueryParameter(ge=1, le=QUANTITY_MAX, description="Base units.")]
AskedDay = Annotated[date | None, QueryParameter(description="A business day; today unless given.")]

_BAD_FILTER: Final = ResponseSpec(Problem, description="A filter or the cursor is wrong.")
_NO_PRODUCT: Final = ResponseSpec(Problem, description="No such product.")
_NO_DEALER: Final = ResponseSpec(Problem, description="No such dealer.")
_NEITHER: Final = ResponseSpec(Problem, description="No such dealer, or no such product.")


class ProductController(Controller):
    path = "/products"
    tags = ("Catalogue",)
    dependencies = {"filters": Provide(wanted_products, sync_to_thread=False)}  # noqa: RUF012 - as Litestar has it

    @get(
        operation_id="listProducts",
        summary="Products with your own prices and what is in stock",
        responses={422: _BAD_FILTER},
    )
    @inject
    async def list_products(
        self,
        list_products: FromDishka[ListProducts],
        filters: WantedProducts,
        *,
        sort: SortOrder = ProductSort.RELEVANCE,
        facets: WithFacets = False,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ProductPage:
        page = PageRequest(limit, cursor)
        return await list_products(ProductQuery(filters=filters, sort=sort, page=page, with_facets=facets))

    @get(
        "/{sku:str}",
        operation_id="getProduct",
        summary="One product with everything known of it",
        responses={304: ResponseSpec(None, description="You have just this."), 404: _NO_PRODUCT},
    )
    @inject
    async def show_product(
        self, sku: FromPath[str], show: FromDishka[ShowProduct], if_none_match: IfNoneMatch = None
    ) -> Response[ProductDetail | None]:
        return answer_if_changed(await show(sku), if_none_match)

    @get(
        "/{sku:str}/price-explanation",
        operation_id="explainPrice",
        summary="Why the product costs you what it does",
        responses={404: _NO_PRODUCT},
    )
    @inject
    async def explain_price(
        self,
        sku: FromPath[str],
        explain: FromDishka[ExplainPrice],
        quantity: AskedQuantity = 1,
        on: AskedDay = None,
    ) -> PriceExplanationView:
        return await explain(sku, quantity=quantity, on=on)


class CustomerProductController(Controller):
    """The catalogue with a dealer's eyes, for staff."""

    path = "/customers/{customer_code:str}/products"
    tags = ("Customers",)
    dependencies = {"filters": Provide(wanted_products, sync_to_thread=False)}  # noqa: RUF012 - as Litestar has it

    @get(
        operation_id="listCustomerProducts",
        summary="Products with one dealer's prices",
        responses={404: _NO_DEALER, 422: _BAD_FILTER},
    )
    @inject
    async def list_products(
        self,
        customer_code: FromPath[str],
        list_products: FromDishka[ListProducts],
        filters: WantedProducts,
        *,
        sort: SortOrder = ProductSort.RELEVANCE,
        facets: WithFacets = False,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ProductPage:
        page = PageRequest(limit, cursor)
        query = ProductQuery(filters=filters, sort=sort, page=page, with_facets=facets)
        return await list_products(query, customer_code=customer_code)

    @get(
        "/{sku:str}",
        operation_id="getCustomerProduct",
        summary="One product with one dealer's prices",
        responses={304: ResponseSpec(None, description="You have just this."), 404: _NEITHER},
    )
    @inject
    async def show_product(
        self,
        customer_code: FromPath[str],
        sku: FromPath[str],
        show: FromDishka[ShowProduct],
        if_none_match: IfNoneMatch = None,
    ) -> Response[ProductDetail | None]:
        return answer_if_changed(await show(sku, customer_code=customer_code), if_none_match)

    @get(
        "/{sku:str}/price-explanation",
        operation_id="explainCustomerPrice",
        summary="Why the product costs one dealer what it does",
        responses={404: _NEITHER},
    )
    @inject
    async def explain_price(
        self,
        customer_code: FromPath[str],
        sku: FromPath[str],
        explain: FromDishka[ExplainPrice],
        quantity: AskedQuantity = 1,
        on: AskedDay = None,
    ) -> PriceExplanationView:
        return await explain(sku, quantity=quantity, on=on, customer_code=customer_code)

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from b2b.api_portal.catalog.schemas import QuotePricesRequest
from b2b.api_shared.problems import Problem
from b2b.application.pricing.queries.quote_prices import PricedLines, QuotePrices


class PriceController(Controller):
    path = "/prices"
    tags = ("Catalogue",)

    @post(
        operation_id="quotePrices",
        summary="What so many of some products cost you today",
        status_code=200,
        responses={422: ResponseSpec(Problem, description="The body has faults.")},
    )
    @inject
    async def quote_prices(
        self, data: JSONBody[QuotePricesRequest], quote: FromDishka[QuotePrices]
    ) -> PricedLines:
        return await quote(data.to_lines())


class CustomerPriceController(Controller):
    path = "/customers/{customer_code:str}/prices"
    tags = ("Customers",)

    @post(
        operation_id="quoteCustomerPrices",
        summary="What so many of some products cost one dealer today",
        status_code=200,
        responses={
            404: ResponseSpec(Problem, description="No such dealer."),
            422: ResponseSpec(Problem, description="The body has faults."),
        },
    )
    @inject
    async def quote_prices(
        self, customer_code: FromPath[str], data: JSONBody[QuotePricesRequest], quote: FromDishka[QuotePrices]
    ) -> PricedLines:
        return await quote(data.to_lines(), customer_code=customer_code)

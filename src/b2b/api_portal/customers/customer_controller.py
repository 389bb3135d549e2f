from typing import Annotated, Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, patch
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_portal.customers.schemas import ChangeCustomerRequest
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor, PageSize
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.api_shared.problems import Problem
from b2b.application.customers.change_customer import ChangeCustomerHandler
from b2b.application.customers.queries.customers import (
    CustomerFilters,
    CustomerPage,
    CustomerView,
    ListCustomers,
    ShowCustomer,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.domain.customers.customer import CustomerStatus

CustomerWords = Annotated[
    str | None,
    QueryParameter(max_length=100, pattern=WITHOUT_NUL, description="Words of the title, or a code's start."),
]
TierFilter = Annotated[
    str | None, QueryParameter(max_length=20, pattern=WITHOUT_NUL, description="A tier's code.")
]
CustomerStatusFilter = Annotated[
    CustomerStatus | None, QueryParameter(description="Only those in this status.")
]

_NO_DEALER: Final = ResponseSpec(Problem, description="No such dealer.")


class CustomerController(Controller):
    path = "/customers"
    tags = ("Customers",)

    @get(
        operation_id="listCustomers",
        summary="Dealers by title",
        responses={422: ResponseSpec(Problem, description="A filter or the cursor is wrong.")},
    )
    @inject
    async def list_customers(
        self,
        list_customers: FromDishka[ListCustomers],
        q: CustomerWords = None,
        status: CustomerStatusFilter = None,
        tier: TierFilter = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> CustomerPage:
        filters = CustomerFilters(words=q, status=status.value if status else None, tier=tier)
        return await list_customers(filters, PageRequest(limit, cursor))

    @get(
        "/{customer_code:str}",
        operation_id="getCustomer",
        summary="One dealer; its ETag is what an edit names",
        responses={404: _NO_DEALER},
    )
    @inject
    async def show_customer(
        self, customer_code: FromPath[str], show: FromDishka[ShowCustomer]
    ) -> Response[CustomerView]:
        found = await show(customer_code)
        return Response(found, headers={"ETag": etag(found.version)})

    @patch(
        "/{customer_code:str}",
        operation_id="changeCustomer",
        summary="Suspend, reactivate or close a dealer, or change how its orders are approved",
        responses={
            404: _NO_DEALER,
            409: ResponseSpec(Problem, description="The dealer's status does not allow this step."),
            412: ResponseSpec(Problem, description="Somebody changed the dealer since you read it."),
            422: ResponseSpec(Problem, description="The body has faults."),
            428: ResponseSpec(Problem, description="If-Match is missing."),
        },
    )
    @inject
    async def change_customer(
        self,
        customer_code: FromPath[str],
        data: JSONBody[ChangeCustomerRequest],
        change: FromDishka[ChangeCustomerHandler],
        show: FromDishka[ShowCustomer],
        if_match: IfMatch = None,
    ) -> Response[CustomerView]:
        await change(data.to_command(customer_code, read_version(if_match)))
        found = await show(customer_code)
        return Response(found, headers={"ETag": etag(found.version)})

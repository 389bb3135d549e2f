from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_integration.customers.conflicts_controller import ConflictController
from b2b.api_shared.bodies import ApiRequest
from b2b.application.integration.items.customers import CustomerItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushCustomers
from b2b.application.integration.results import PushResult


class CustomerPushController(Controller):
    path = "/customers"
    tags = ("Customers",)

    @post(
        operation_id="pushCustomers",
        summary="Push dealers with addresses and credit limits",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(CustomerItem, examples.CUSTOMER),
        responses=PROBLEMS,
    )
    @inject
    async def push_customers(
        self,
        request: ApiRequest,
        push: FromDishka[PushCustomers],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, CustomerItem, asked)


CONTROLLERS: Final = (CustomerPushController, ConflictController)

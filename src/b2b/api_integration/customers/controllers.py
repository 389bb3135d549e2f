from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import read_push
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
    ) -> PushResult:
        return await push(
            await read_push(request, CustomerItem, mode=mode, dry_run=dry_run, every=results is Results.ALL)
        )


CONTROLLERS: Final = (CustomerPushController,)

from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_shared.bodies import ApiRequest
from b2b.application.integration.items.shipping import ShipmentItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushShipments
from b2b.application.integration.results import PushResult


class ShipmentPushController(Controller):
    path = "/shipments"
    tags = ("Orders",)

    @post(
        operation_id="pushShipments",
        summary="Push shipments, which move their orders along",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(ShipmentItem, examples.SHIPMENT),
        responses=PROBLEMS,
    )
    @inject
    async def push_shipments(
        self,
        request: ApiRequest,
        push: FromDishka[PushShipments],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, ShipmentItem, asked)


CONTROLLERS: Final = (ShipmentPushController,)

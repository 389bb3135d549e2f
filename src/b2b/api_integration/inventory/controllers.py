from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_shared.bodies import ApiRequest
from b2b.application.integration.items.inventory import StockItem, WarehouseItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushStock, PushWarehouses
from b2b.application.integration.results import PushResult


class WarehousePushController(Controller):
    path = "/warehouses"
    tags = ("Stock",)

    @post(
        operation_id="pushWarehouses",
        summary="Push warehouses",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(WarehouseItem, examples.WAREHOUSE),
        responses=PROBLEMS,
    )
    @inject
    async def push_warehouses(
        self,
        request: ApiRequest,
        push: FromDishka[PushWarehouses],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, WarehouseItem, asked)


class StockPushController(Controller):
    path = "/stock"
    tags = ("Stock",)

    @post(
        operation_id="pushStock",
        summary="Push what is on hand",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(StockItem, examples.STOCK),
        responses=PROBLEMS,
    )
    @inject
    async def push_stock(
        self,
        request: ApiRequest,
        push: FromDishka[PushStock],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, StockItem, asked)


CONTROLLERS: Final = (
    WarehousePushController,
    StockPushController,
)

from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_shared.bodies import ApiRequest
from b2b.application.integration.items.pricing import PriceItem, TierItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushPrices, PushTiers
from b2b.application.integration.results import PushResult


class TierPushController(Controller):
    path = "/tiers"
    tags = ("Prices",)

    @post(
        operation_id="pushTiers",
        summary="Push tiers of dealers",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(TierItem, examples.TIER),
        responses=PROBLEMS,
    )
    @inject
    async def push_tiers(
        self,
        request: ApiRequest,
        push: FromDishka[PushTiers],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, TierItem, asked)


class PricePushController(Controller):
    path = "/prices"
    tags = ("Prices",)

    @post(
        operation_id="pushPrices",
        summary="Push list, tier and customer prices",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(PriceItem, examples.PRICE),
        responses=PROBLEMS,
    )
    @inject
    async def push_prices(
        self,
        request: ApiRequest,
        push: FromDishka[PushPrices],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, PriceItem, asked)


CONTROLLERS: Final = (
    TierPushController,
    PricePushController,
)

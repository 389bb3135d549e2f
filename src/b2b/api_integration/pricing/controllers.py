from datetime import date
from typing import Annotated, Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_shared.bodies import ApiRequest
from b2b.api_shared.problems import Problem
from b2b.application.integration.items.campaigns import CampaignItem
from b2b.application.integration.items.pricing import ExchangeRateItem, PriceItem, TierItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushCampaigns, PushExchangeRates, PushPrices, PushTiers
from b2b.application.integration.results import PushResult
from b2b.application.pricing.queries.exchange_rates import ExchangeRates, ListExchangeRates


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


class CampaignPushController(Controller):
    path = "/campaigns"
    tags = ("Prices",)

    @post(
        operation_id="pushCampaigns",
        summary="Push campaigns",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(CampaignItem, examples.CAMPAIGN),
        responses=PROBLEMS,
    )
    @inject
    async def push_campaigns(
        self,
        request: ApiRequest,
        push: FromDishka[PushCampaigns],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, CampaignItem, asked)


class ExchangeRateController(Controller):
    path = "/exchange-rates"
    tags = ("Prices",)

    @post(
        operation_id="pushExchangeRates",
        summary="Push exchange rates",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(ExchangeRateItem, examples.EXCHANGE_RATE),
        responses=PROBLEMS,
    )
    @inject
    async def push_exchange_rates(
        self,
        request: ApiRequest,
        push: FromDishka[PushExchangeRates],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, ExchangeRateItem, asked)

    @get(
        operation_id="listExchangeRates",
        summary="The exchange rates that count on a day",
        responses={422: ResponseSpec(Problem, description="This is no day.")},
    )
    @inject
    async def list_exchange_rates(
        self,
        rates: FromDishka[ListExchangeRates],
        on: Annotated[
            date | None, QueryParameter(description="A business day in Istanbul; today where it is absent.")
        ] = None,
    ) -> ExchangeRates:
        return await rates(on)


CONTROLLERS: Final = (
    TierPushController,
    PricePushController,
    CampaignPushController,
    ExchangeRateController,
)

from typing import Annotated, Final
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import WITHOUT_NUL, OptionalKey, PageCursor, PageSize, required_key
from b2b.api_shared.problems import Problem
from b2b.application.pricing.queries.campaigns import (
    CampaignPage,
    CampaignView,
    ListCampaigns,
    ShowCampaign,
)
from b2b.application.pricing.steer_campaign import CampaignStanding, SteerCampaign, SteerCampaignHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.pricing.campaigns import CampaignState
from b2b.domain.pricing.steering import CampaignStep
from b2b.domain.shared.ids import CampaignId

NOT_FOUND: Final = {404: ResponseSpec(Problem, description="No such campaign.")}
STEPS: Final = {
    404: ResponseSpec(Problem, description="No such campaign."),
    409: ResponseSpec(Problem, description="Its state does not allow this, or a limit of it is reached."),
}


class SteerCampaignRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why, for the audit trail."""

    reason: Annotated[str, msgspec.Meta(max_length=500, pattern=WITHOUT_NUL, examples=["Stok bitti"])] = ""


class CampaignController(Controller):
    path = "/campaigns"
    tags = ("Prices",)

    @get(
        operation_id="listCampaigns",
        summary="Campaigns, the latest to start first; for staff",
        responses={422: ResponseSpec(Problem, description="The state or the cursor is wrong.")},
    )
    @inject
    async def list_campaigns(
        self,
        list_campaigns: FromDishka[ListCampaigns],
        only: Annotated[
            CampaignState | None,
            QueryParameter(name="state", description="Only campaigns in this state today."),
        ] = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> CampaignPage:
        return await list_campaigns(only, PageRequest(limit, cursor))

    @get(
        "/{campaign_id:uuid}",
        operation_id="getCampaign",
        summary="One campaign with its rules, limits and uses",
        responses=NOT_FOUND,
    )
    @inject
    async def get_campaign(self, campaign_id: FromPath[UUID], show: FromDishka[ShowCampaign]) -> CampaignView:
        return await show(CampaignId(campaign_id))

    @post(
        "/{campaign_id:uuid}/pause",
        operation_id="pauseCampaign",
        summary="Pause a campaign; orders keep what they were granted",
        status_code=200,
        responses=STEPS,
    )
    @inject
    async def pause_campaign(
        self,
        campaign_id: FromPath[UUID],
        data: JSONBody[SteerCampaignRequest],
        steer: FromDishka[SteerCampaignHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CampaignStanding]:
        command = _command(campaign_id, CampaignStep.PAUSE, data, required_key(key))
        return answered(await steer(command), keys)

    @post(
        "/{campaign_id:uuid}/resumption",
        operation_id="resumeCampaign",
        summary="Let a paused campaign go on",
        status_code=200,
        responses=STEPS,
    )
    @inject
    async def resume_campaign(
        self,
        campaign_id: FromPath[UUID],
        data: JSONBody[SteerCampaignRequest],
        steer: FromDishka[SteerCampaignHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CampaignStanding]:
        command = _command(campaign_id, CampaignStep.RESUME, data, required_key(key))
        return answered(await steer(command), keys)

    @post(
        "/{campaign_id:uuid}/cancellation",
        operation_id="cancelCampaign",
        summary="End a campaign for good",
        status_code=200,
        responses=STEPS,
    )
    @inject
    async def cancel_campaign(
        self,
        campaign_id: FromPath[UUID],
        data: JSONBody[SteerCampaignRequest],
        steer: FromDishka[SteerCampaignHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CampaignStanding]:
        command = _command(campaign_id, CampaignStep.CANCEL, data, required_key(key))
        return answered(await steer(command), keys)


def _command(campaign_id: UUID, step: CampaignStep, data: SteerCampaignRequest, key: str) -> SteerCampaign:
    return SteerCampaign(
        campaign_id=CampaignId(campaign_id), step=step, reason=data.reason or None, idempotency_key=key
    )

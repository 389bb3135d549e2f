from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.forms import read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages, choose_language
from b2b.api_shared.inputs import KEY_LENGTH_MAX, WITHOUT_NUL, PageCursor
from b2b.api_shared.problems import AnyRequest
from b2b.application.pricing.queries.campaigns import ListCampaigns, ShowCampaign
from b2b.application.pricing.steer_campaign import SteerCampaign, SteerCampaignHandler
from b2b.application.shared.access import Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.pricing.campaigns import CampaignState
from b2b.domain.pricing.steering import STEPS, CampaignStep
from b2b.domain.shared.errors import Conflict
from b2b.domain.shared.ids import CampaignId

PLACE = "/staff/campaigns"


class SteerForm(msgspec.Struct, frozen=True, kw_only=True):
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LENGTH_MAX, pattern=WITHOUT_NUL)]
    step: CampaignStep
    reason: Annotated[str, msgspec.Meta(max_length=500, pattern=WITHOUT_NUL)] = ""


class CampaignPages(Controller):
    """The ERP's campaigns: what they take off and have given; people pause and end them."""

    path = PLACE

    @get()
    @inject
    async def campaigns(
        self,
        pages: FromDishka[Pages],
        list_campaigns: FromDishka[ListCampaigns],
        only: Annotated[CampaignState | None, QueryParameter(name="state")] = None,
        cursor: PageCursor = None,
    ) -> Response[str]:
        found = await list_campaigns(only, PageRequest(cursor=cursor))
        return await pages.page(
            "campaigns/page.html",
            nav="campaigns",
            list=found,
            asked={"state": only.value if only else None},
            cursor=cursor,
        )

    @get("/{campaign_id:uuid}")
    @inject
    async def campaign(
        self, campaign_id: FromPath[UUID], pages: FromDishka[Pages], show: FromDishka[ShowCampaign]
    ) -> Response[str]:
        view = await show(CampaignId(campaign_id))
        state = CampaignState(view.campaign.state)
        steps = {step.value for step, starts in STEPS.items() if state in starts}
        return await pages.page(
            "campaigns/detail.html",
            nav="campaigns",
            view=view,
            steps=steps if pages.may(Permission.CAMPAIGNS_MANAGE.value) else set(),
            key=str(uuid4()),
        )

    @post("/{campaign_id:uuid}", status_code=200)
    @inject
    async def steer(
        self,
        request: AnyRequest,
        campaign_id: FromPath[UUID],
        pages: FromDishka[Pages],
        steer: FromDishka[SteerCampaignHandler],
    ) -> Response[Any]:
        choose_language(request)
        form = await read_form(request, SteerForm)
        command = SteerCampaign(
            campaign_id=CampaignId(campaign_id),
            step=form.step,
            reason=form.reason.strip() or None,
            idempotency_key=form.key,
        )
        place = f"{PLACE}/{campaign_id}"
        try:
            await steer(command)
        except Conflict as error:
            return pages.go(place, toast=Toast(message=sentence_of(error), tone="warn"))
        return pages.go(place, toast=Toast(message=_done(form.step)))


def _done(step: CampaignStep) -> str:
    match step:
        case CampaignStep.PAUSE:
            return tr("The campaign is paused.")
        case CampaignStep.RESUME:
            return tr("The campaign goes on.")
        case CampaignStep.CANCEL:
            return tr("The campaign is ended.")

import json

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import PageCursor
from b2b.application.integration.queries.erp_status import ShowErpStatus
from b2b.application.integration.queries.sync_health import ShowSyncHealth
from b2b.application.integration.reconcile import ShowReconciliations
from b2b.application.messaging.queries.deliveries import (
    DeliveryFilter,
    DeliveryRow,
    ListDeliveriesHandler,
)
from b2b.application.messaging.queries.endpoints import EndpointView, ListEndpointsHandler
from b2b.application.messaging.queries.events import FeedEvent, FeedRequest, ReadEventsHandler
from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
from b2b.domain.messaging.deliveries import DeliveryState

SHOWN = 10
# What somebody should look at, the worst first.
TROUBLED = (DeliveryState.DEAD, DeliveryState.FAILED, DeliveryState.PENDING)


class HealthPages(Controller):
    """How the connection with other systems is doing."""

    path = "/staff/integration"

    @get()
    @inject
    async def show(
        self,
        pages: FromDishka[Pages],
        events: FromDishka[ReadEventsHandler],
        endpoints: FromDishka[ListEndpointsHandler],
        deliveries: FromDishka[ListDeliveriesHandler],
        health: FromDishka[ShowSyncHealth],
        erp: FromDishka[ShowErpStatus],
        reconciliations: FromDishka[ShowReconciliations],
        cursor: PageCursor = None,
    ) -> Response[str]:
        feed = await events(FeedRequest(after=cursor, size=SHOWN))
        manages = pages.may("webhooks.manage")
        return await pages.page(
            "health/page.html",
            nav="health",
            resources=await health(),
            erp=await erp(),
            reconciliations=await reconciliations(),
            feed=feed,
            events=[(event, _said(event)) for event in feed.items],
            more=len(feed.items) == SHOWN,
            cursor=cursor,
            manages=manages,
            endpoints=await _endpoints(endpoints) if manages else [],
            lanes=await _lanes(deliveries) if manages else [],
        )


def _said(event: FeedEvent) -> str:
    return json.dumps(event.data, ensure_ascii=False, indent=2)


async def _endpoints(endpoints: ListEndpointsHandler) -> list[EndpointView]:
    return (await endpoints(PageRequest(PAGE_SIZE_MAX))).items


async def _lanes(deliveries: ListDeliveriesHandler) -> list[tuple[str, list[DeliveryRow], bool]]:
    """Of each state the newest, and whether there are more."""
    lanes = []
    for one in TROUBLED:
        page = await deliveries(DeliveryFilter(state=one), PageRequest(SHOWN))
        lanes.append((one.value, page.items, page.next_cursor is not None))
    return lanes

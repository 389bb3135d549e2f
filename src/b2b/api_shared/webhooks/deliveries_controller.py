from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, optional_key
from b2b.api_shared.problems import Problem
from b2b.api_shared.webhooks.schemas import (
    ReplayWebhooks,
    WebhookDeliveryDetail,
    WebhookDeliveryList,
    WebhookReplay,
    WebhookReplayList,
    WebhooksReplayed,
    delivery_resource,
    detail_resource,
    replay_resource,
)
from b2b.application.messaging.ports import ReplayOrder
from b2b.application.messaging.queries.deliveries import (
    DeliveryFilter,
    GetDeliveryHandler,
    ListDeliveriesHandler,
)
from b2b.application.messaging.queries.replays import GetReplayHandler, ListReplaysHandler
from b2b.application.messaging.replay_deliveries import (
    ReplayDelivery,
    ReplayDeliveryHandler,
    ReplayPeriod,
    ReplayPeriodHandler,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.messaging.deliveries import DeliveryState
from b2b.domain.shared.ids import DeliveryId, EndpointId, ReplayId

NOT_FOUND = ResponseSpec(Problem, description="There is no such delivery or endpoint.")
NO_REPLAY = ResponseSpec(Problem, description="There is no such replay.")
STATE = ResponseSpec(Problem, description="The endpoint is disabled; resume it first.")
INVALID = ResponseSpec(Problem, description="The period or an event type is refused.")


class WebhookDeliveryController(Controller):
    path = "/webhooks/deliveries"
    tags = ("Webhooks",)

    @get(operation_id="listWebhookDeliveries", summary="Deliveries, the newest first")
    @inject
    async def list_deliveries(
        self,
        deliveries: FromDishka[ListDeliveriesHandler],
        in_state: Annotated[DeliveryState | None, QueryParameter(name="state")] = None,
        endpoint_id: Annotated[UUID | None, QueryParameter()] = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> WebhookDeliveryList:
        wanted = DeliveryFilter(
            state=in_state, endpoint_id=None if endpoint_id is None else EndpointId(endpoint_id)
        )
        page = await deliveries(wanted, PageRequest(limit, cursor))
        return WebhookDeliveryList(
            items=[delivery_resource(row) for row in page.items], next_cursor=page.next_cursor
        )

    @get(
        "/{delivery_id:uuid}",
        operation_id="getWebhookDelivery",
        summary="One delivery with its attempts",
        responses={404: NOT_FOUND},
    )
    @inject
    async def show(
        self, delivery_id: FromPath[UUID], show: FromDishka[GetDeliveryHandler]
    ) -> WebhookDeliveryDetail:
        return detail_resource(await show(DeliveryId(delivery_id)))

    @post(
        "/{delivery_id:uuid}/replay",
        operation_id="replayWebhookDelivery",
        summary="Send one delivery again, with the same event id",
        status_code=202,
        responses={404: NOT_FOUND, 409: STATE},
    )
    @inject
    async def replay(
        self,
        delivery_id: FromPath[UUID],
        replay: FromDishka[ReplayDeliveryHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[WebhooksReplayed]:
        command = ReplayDelivery(delivery_id=DeliveryId(delivery_id), idempotency_key=optional_key(key))
        done = await replay(command)
        return answered(WebhooksReplayed(count=done.count), keys, status=202)


class WebhookReplayController(Controller):
    path = "/webhooks/replays"
    tags = ("Webhooks",)

    @post(
        operation_id="replayWebhooks",
        summary="Send the events of a period again",
        status_code=202,
        responses={404: NOT_FOUND, 409: STATE, 422: INVALID},
    )
    @inject
    async def replay_period(
        self,
        data: JSONBody[ReplayWebhooks],
        replay: FromDishka[ReplayPeriodHandler],
        show: FromDishka[GetReplayHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[WebhookReplay]:
        order = ReplayOrder(
            begins_at=data.begins_at,
            ends_at=data.ends_at,
            event_types=None if data.event_types is None else tuple(data.event_types),
            endpoint_id=None if data.endpoint_id is None else EndpointId(data.endpoint_id),
            states=None if data.states is None else tuple(data.states),
        )
        replay_id = await replay(ReplayPeriod(order=order, idempotency_key=optional_key(key)))
        return answered(replay_resource(await show(replay_id)), keys, status=202)

    @get(operation_id="listWebhookReplays", summary="Replays of periods, the newest first")
    @inject
    async def list_replays(
        self,
        replays: FromDishka[ListReplaysHandler],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> WebhookReplayList:
        page = await replays(PageRequest(limit, cursor))
        return WebhookReplayList(
            items=[replay_resource(view) for view in page.items], next_cursor=page.next_cursor
        )

    @get(
        "/{replay_id:uuid}",
        operation_id="getWebhookReplay",
        summary="How far a replay is",
        responses={404: NO_REPLAY},
    )
    @inject
    async def show_replay(
        self, replay_id: FromPath[UUID], show: FromDishka[GetReplayHandler]
    ) -> WebhookReplay:
        return replay_resource(await show(ReplayId(replay_id)))

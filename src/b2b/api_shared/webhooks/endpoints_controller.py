from typing import TypeVar
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, patch, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, optional_key
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.api_shared.problems import Problem
from b2b.api_shared.webhooks.schemas import (
    ChangeWebhookEndpoint,
    CreateWebhookEndpoint,
    WebhookEndpoint,
    WebhookEndpointCreated,
    WebhookEndpointList,
    WebhookSecretRotated,
    WebhookTestSent,
    endpoint_resource,
)
from b2b.application.messaging.change_endpoint import ChangeEndpoint, ChangeEndpointHandler
from b2b.application.messaging.create_endpoint import CreateEndpoint, CreateEndpointHandler
from b2b.application.messaging.pause_endpoint import (
    PauseEndpoint,
    PauseEndpointHandler,
    ResumeEndpoint,
    ResumeEndpointHandler,
)
from b2b.application.messaging.queries.endpoints import (
    EndpointView,
    GetEndpointHandler,
    ListEndpointsHandler,
)
from b2b.application.messaging.remove_endpoint import RemoveEndpoint, RemoveEndpointHandler
from b2b.application.messaging.rotate_secret import RotateSecret, RotateSecretHandler
from b2b.application.messaging.send_test_event import SendTestEvent, SendTestEventHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.messaging.handling import Handling
from b2b.domain.shared.ids import EndpointId

Given = TypeVar("Given")

NOT_FOUND = ResponseSpec(Problem, description="There is no such endpoint.")
STATE = ResponseSpec(Problem, description="The endpoint's state does not allow it.")
CHANGED = ResponseSpec(Problem, description="It was changed since the version in If-Match.")
INVALID = ResponseSpec(Problem, description="The address, an event type or the way of sending is refused.")


def _shown(view: EndpointView) -> Response[WebhookEndpoint]:
    return Response(endpoint_resource(view), headers={"ETag": etag(view.version)})


def _seen(if_match: str | None) -> int | None:
    return None if if_match is None else read_version(if_match)


def _given(value: Given | UnsetType) -> Given | None:
    return None if value is UNSET else value


class WebhookEndpointController(Controller):
    path = "/webhooks/endpoints"
    tags = ("Webhooks",)

    @post(
        operation_id="createWebhookEndpoint",
        summary="Open an endpoint; the answer is the only one with its secret",
        responses={422: INVALID},
    )
    @inject
    async def create(
        self,
        data: JSONBody[CreateWebhookEndpoint],
        create: FromDishka[CreateEndpointHandler],
        show: FromDishka[GetEndpointHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[WebhookEndpointCreated]:
        command = CreateEndpoint(
            url=data.url,
            event_types=EventTypes.of(data.event_types),
            description=data.description or None,
            idempotency_key=optional_key(key),
            handling=Handling(
                in_flight_max=data.in_flight_max,
                in_order=data.in_order,
                payload_version=data.payload_version,
            ),
        )
        made = await create(command)
        endpoint = endpoint_resource(await show(made.endpoint_id))
        return answered(WebhookEndpointCreated(endpoint=endpoint, secret=made.secret), keys, status=201)

    @get(operation_id="listWebhookEndpoints", summary="Endpoints, the newest first")
    @inject
    async def list_endpoints(
        self,
        endpoints: FromDishka[ListEndpointsHandler],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> WebhookEndpointList:
        page = await endpoints(PageRequest(limit, cursor))
        return WebhookEndpointList(
            items=[endpoint_resource(view) for view in page.items], next_cursor=page.next_cursor
        )

    @get(
        "/{endpoint_id:uuid}",
        operation_id="getWebhookEndpoint",
        summary="One endpoint",
        responses={404: NOT_FOUND},
    )
    @inject
    async def show(
        self, endpoint_id: FromPath[UUID], show: FromDishka[GetEndpointHandler]
    ) -> Response[WebhookEndpoint]:
        return _shown(await show(EndpointId(endpoint_id)))

    @patch(
        "/{endpoint_id:uuid}",
        operation_id="changeWebhookEndpoint",
        summary="Change where an endpoint is and what it wants",
        responses={404: NOT_FOUND, 412: CHANGED, 422: INVALID},
    )
    @inject
    async def change(
        self,
        endpoint_id: FromPath[UUID],
        data: JSONBody[ChangeWebhookEndpoint],
        change: FromDishka[ChangeEndpointHandler],
        show: FromDishka[GetEndpointHandler],
        if_match: IfMatch = None,
    ) -> Response[WebhookEndpoint]:
        given = data.description
        command = ChangeEndpoint(
            endpoint_id=EndpointId(endpoint_id),
            url=None if data.url is UNSET else data.url,
            event_types=None if data.event_types is UNSET else EventTypes.of(data.event_types),
            description=None if given is UNSET else given or "",
            in_flight_max=_given(data.in_flight_max),
            in_order=_given(data.in_order),
            payload_version=_given(data.payload_version),
            version=_seen(if_match),
        )
        await change(command)
        return _shown(await show(command.endpoint_id))

    @delete(
        "/{endpoint_id:uuid}",
        operation_id="removeWebhookEndpoint",
        summary="Close an endpoint for good",
        responses={404: NOT_FOUND, 412: CHANGED},
    )
    @inject
    async def remove(
        self,
        endpoint_id: FromPath[UUID],
        remove: FromDishka[RemoveEndpointHandler],
        if_match: IfMatch = None,
    ) -> None:
        await remove(RemoveEndpoint(endpoint_id=EndpointId(endpoint_id), version=_seen(if_match)))

    @post(
        "/{endpoint_id:uuid}/pause",
        operation_id="pauseWebhookEndpoint",
        summary="Send it nothing for now; its events wait",
        status_code=200,
        responses={404: NOT_FOUND, 409: STATE},
    )
    @inject
    async def pause(
        self,
        endpoint_id: FromPath[UUID],
        pause: FromDishka[PauseEndpointHandler],
        show: FromDishka[GetEndpointHandler],
    ) -> Response[WebhookEndpoint]:
        await pause(PauseEndpoint(endpoint_id=EndpointId(endpoint_id)))
        return _shown(await show(EndpointId(endpoint_id)))

    @post(
        "/{endpoint_id:uuid}/resume",
        operation_id="resumeWebhookEndpoint",
        summary="Send it what waits, and what comes from now on",
        status_code=200,
        responses={404: NOT_FOUND, 409: STATE},
    )
    @inject
    async def resume(
        self,
        endpoint_id: FromPath[UUID],
        resume: FromDishka[ResumeEndpointHandler],
        show: FromDishka[GetEndpointHandler],
    ) -> Response[WebhookEndpoint]:
        await resume(ResumeEndpoint(endpoint_id=EndpointId(endpoint_id)))
        return _shown(await show(EndpointId(endpoint_id)))

    @post(
        "/{endpoint_id:uuid}/secret-rotation",
        operation_id="rotateWebhookSecret",
        summary="A new secret; the one so far signs beside it for 24 hours",
        status_code=200,
        responses={404: NOT_FOUND},
    )
    @inject
    async def rotate(
        self, endpoint_id: FromPath[UUID], rotate: FromDishka[RotateSecretHandler]
    ) -> WebhookSecretRotated:
        done = await rotate(RotateSecret(endpoint_id=EndpointId(endpoint_id)))
        return WebhookSecretRotated(secret=done.secret, previous_valid_until=done.previous_valid_until)

    @post(
        "/{endpoint_id:uuid}/test",
        operation_id="testWebhookEndpoint",
        summary="Have `webhook.test` sent to it",
        status_code=202,
        responses={404: NOT_FOUND, 409: STATE},
    )
    @inject
    async def send_test(
        self, endpoint_id: FromPath[UUID], send: FromDishka[SendTestEventHandler]
    ) -> WebhookTestSent:
        return WebhookTestSent(delivery_id=await send(SendTestEvent(endpoint_id=EndpointId(endpoint_id))))

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.formats import beginning_of, end_of
from b2b.api_portal.web.forms import errors_by_field, read_form, words
from b2b.api_portal.web.i18n import ntr, tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.messaging.change_endpoint import ChangeEndpoint, ChangeEndpointHandler
from b2b.application.messaging.create_endpoint import CreatedEndpoint, CreateEndpoint, CreateEndpointHandler
from b2b.application.messaging.pause_endpoint import (
    PauseEndpoint,
    PauseEndpointHandler,
    ResumeEndpoint,
    ResumeEndpointHandler,
)
from b2b.application.messaging.ports import ReplayOrder
from b2b.application.messaging.queries.deliveries import (
    DeliveryFilter,
    GetDeliveryHandler,
    ListDeliveriesHandler,
)
from b2b.application.messaging.queries.endpoints import EndpointView, GetEndpointHandler, ListEndpointsHandler
from b2b.application.messaging.queries.replays import GetReplayHandler, ListReplaysHandler
from b2b.application.messaging.remove_endpoint import RemoveEndpoint, RemoveEndpointHandler
from b2b.application.messaging.replay_deliveries import (
    ReplayDelivery,
    ReplayDeliveryHandler,
    ReplayPeriod,
    ReplayPeriodHandler,
)
from b2b.application.messaging.rotate_secret import RotateSecret, RotateSecretHandler
from b2b.application.messaging.send_test_event import SendTestEvent, SendTestEventHandler
from b2b.application.shared.pages import PageRequest
from b2b.domain.messaging.deliveries import DeliveryState
from b2b.domain.messaging.errors import EndpointNotFound
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.messaging.handling import IN_FLIGHT_MAX
from b2b.domain.shared.errors import Conflict, DomainError, Invalid, PreconditionFailed
from b2b.domain.shared.ids import DeliveryId, EndpointId

NO_STORE: Final = {"Cache-Control": "no-store"}
REPLAYS: Final = PageRequest(3)
# Before the first event of all.
EVER_SINCE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_Key = Annotated[str, msgspec.Meta(max_length=255, pattern=WITHOUT_NUL)]
_Asked = Annotated[str, QueryParameter(name="ask", max_length=20)]
_StateAsked = Annotated[DeliveryState | None, QueryParameter(name="state")]


class EndpointForm(msgspec.Struct, frozen=True, kw_only=True):
    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=WITHOUT_NUL)]
    event_types: Annotated[str, msgspec.Meta(min_length=1, max_length=8000, pattern=WITHOUT_NUL)]
    description: Annotated[str, msgspec.Meta(max_length=500, pattern=WITHOUT_NUL)] | None = None
    key: _Key | None = None


class ChangeForm(EndpointForm, frozen=True, kw_only=True):
    """`version` is the one that the form showed."""

    in_flight_max: Annotated[int, msgspec.Meta(ge=1, le=IN_FLIGHT_MAX)]
    in_order: bool = False
    version: int


class ReplayForm(msgspec.Struct, frozen=True, kw_only=True):
    """Both days count; without any, everything that there ever was."""

    states: Annotated[list[DeliveryState], msgspec.Meta(min_length=1)]
    first: date | None = None
    last: date | None = None
    event_types: Annotated[str, msgspec.Meta(max_length=8000, pattern=WITHOUT_NUL)] | None = None
    key: _Key | None = None


class KeyedForm(msgspec.Struct, frozen=True, kw_only=True):
    key: _Key | None = None


@dataclass(frozen=True, slots=True)
class EndpointPage:
    """One endpoint with what was sent to it."""

    pages: Pages
    endpoint: GetEndpointHandler
    deliveries: ListDeliveriesHandler
    replays: ListReplaysHandler

    async def show(
        self,
        endpoint_id: UUID,
        wanted: DeliveryState | None = None,
        cursor: str | None = None,
        *,
        status: int = 200,
        **more: Any,
    ) -> Response[str]:
        asked = DeliveryFilter(state=wanted, endpoint_id=EndpointId(endpoint_id))
        return await self.pages.page(
            "webhooks/endpoint.html",
            part="webhooks/_deliveries.html",
            nav="webhooks",
            endpoint=await self.endpoint(EndpointId(endpoint_id)),
            deliveries=await self.deliveries(asked, PageRequest(cursor=cursor)),
            replays=(await self.replays(REPLAYS, endpoint_id=EndpointId(endpoint_id))).items,
            wanted=wanted.value if wanted else "",
            states=[one.value for one in DeliveryState],
            cursor=cursor,
            key=str(uuid4()),
            status=status,
            **({"asking": "", "opened": "", "form": {}, "errors": {}, "rotated": None} | more),
        )

    async def refused(
        self, request: AnyRequest, endpoint_id: UUID, form: str, error: DomainError
    ) -> Response[str]:
        """The page again, with what was filled in and why it was refused."""
        return await self.show(
            endpoint_id,
            status=status_of(error),
            opened=form,
            form=await _given(request),
            errors=errors_by_field(error),
        )


class WebhookPages(Controller):
    """Where events are sent to, and what came of each."""

    path = "/staff/webhooks"

    @get()
    @inject
    async def show(
        self, pages: FromDishka[Pages], endpoints: FromDishka[ListEndpointsHandler], cursor: PageCursor = None
    ) -> Response[str]:
        return await _list(pages, endpoints, cursor=cursor)

    @post(status_code=200)
    @inject
    async def create(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        endpoints: FromDishka[ListEndpointsHandler],
        create: FromDishka[CreateEndpointHandler],
    ) -> Response[Any]:
        try:
            made = await _create(request, create)
        except (Invalid, Conflict) as error:
            given, errors = await _given(request), errors_by_field(error)
            return await _list(pages, endpoints, status=status_of(error), errors=errors, form=given)
        answer = await _list(pages, endpoints, made=made)
        answer.headers.update(NO_STORE)
        return answer

    @get("/{endpoint_id:uuid}")
    @inject
    async def show_endpoint(
        self,
        endpoint_id: FromPath[UUID],
        page: FromDishka[EndpointPage],
        wanted: _StateAsked = None,
        cursor: PageCursor = None,
        asking: _Asked = "",
    ) -> Response[str]:
        return await page.show(endpoint_id, wanted, cursor, asking=asking)

    @post("/{endpoint_id:uuid}/change", status_code=200)
    @inject
    async def change(
        self,
        request: AnyRequest,
        endpoint_id: FromPath[UUID],
        pages: FromDishka[Pages],
        page: FromDishka[EndpointPage],
        change: FromDishka[ChangeEndpointHandler],
    ) -> Response[Any]:
        try:
            await change(_change_of(endpoint_id, await read_form(request, ChangeForm)))
        except (Invalid, Conflict, PreconditionFailed) as error:
            return await page.refused(request, endpoint_id, "change", error)
        return _back(pages, endpoint_id, tr("The endpoint is changed."))

    @post("/{endpoint_id:uuid}/rotate", status_code=200)
    @inject
    async def rotate(
        self,
        endpoint_id: FromPath[UUID],
        page: FromDishka[EndpointPage],
        rotate: FromDishka[RotateSecretHandler],
    ) -> Response[Any]:
        rotated = await rotate(RotateSecret(endpoint_id=EndpointId(endpoint_id)))
        answer = await page.show(endpoint_id, rotated=rotated)
        answer.headers.update(NO_STORE)
        return answer

    @post("/{endpoint_id:uuid}/pause", status_code=200)
    @inject
    async def pause(
        self, endpoint_id: FromPath[UUID], pages: FromDishka[Pages], pause: FromDishka[PauseEndpointHandler]
    ) -> Response[Any]:
        await pause(PauseEndpoint(endpoint_id=EndpointId(endpoint_id)))
        return _back(pages, endpoint_id, tr("The endpoint is paused; its events wait."))

    @post("/{endpoint_id:uuid}/resume", status_code=200)
    @inject
    async def resume(
        self, endpoint_id: FromPath[UUID], pages: FromDishka[Pages], resume: FromDishka[ResumeEndpointHandler]
    ) -> Response[Any]:
        await resume(ResumeEndpoint(endpoint_id=EndpointId(endpoint_id)))
        return _back(pages, endpoint_id, tr("The endpoint is active again; what waited is on its way."))

    @post("/{endpoint_id:uuid}/remove", status_code=200)
    @inject
    async def remove(
        self, endpoint_id: FromPath[UUID], pages: FromDishka[Pages], remove: FromDishka[RemoveEndpointHandler]
    ) -> Response[Any]:
        await remove(RemoveEndpoint(endpoint_id=EndpointId(endpoint_id)))
        return pages.go("/staff/webhooks", toast=Toast(message=tr("The endpoint is removed.")))

    @post("/{endpoint_id:uuid}/test", status_code=200)
    @inject
    async def send_test(
        self, endpoint_id: FromPath[UUID], pages: FromDishka[Pages], send: FromDishka[SendTestEventHandler]
    ) -> Response[Any]:
        sent = await send(SendTestEvent(endpoint_id=EndpointId(endpoint_id)))
        toast = Toast(message=tr("A test event is on its way; reload to see what came of it."))
        return pages.go(f"/staff/webhooks/{endpoint_id}/deliveries/{sent}", toast=toast)

    @post("/{endpoint_id:uuid}/replay", status_code=200)
    @inject
    async def replay_many(
        self,
        request: AnyRequest,
        endpoint_id: FromPath[UUID],
        pages: FromDishka[Pages],
        page: FromDishka[EndpointPage],
        replay: FromDishka[ReplayPeriodHandler],
        show: FromDishka[GetReplayHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, ReplayForm)
            order = _order_of(endpoint_id, form, pages.clock.now())
            replay_id = await replay(ReplayPeriod(order=order, idempotency_key=form.key))
        except (Invalid, Conflict) as error:
            return await page.refused(request, endpoint_id, "replay", error)
        done = await show(replay_id)
        if done.finished_at is None:
            return _back(pages, endpoint_id, tr("It begins; the page shows how far it is."))
        return _back(
            pages,
            endpoint_id,
            ntr("%(num)s delivery is sent again.", "%(num)s deliveries are sent again.", done.count),
        )


class DeliveryPages(Controller):
    """One event on its way to one endpoint."""

    path = "/staff/webhooks/{endpoint_id:uuid}/deliveries/{delivery_id:uuid}"

    @get()
    @inject
    async def show(
        self,
        endpoint_id: FromPath[UUID],
        delivery_id: FromPath[UUID],
        pages: FromDishka[Pages],
        show: FromDishka[GetDeliveryHandler],
        endpoint: FromDishka[GetEndpointHandler],
    ) -> Response[str]:
        return await pages.page(
            "webhooks/delivery.html",
            nav="webhooks",
            endpoint=await _found(endpoint, endpoint_id),
            view=(found := await show(DeliveryId(delivery_id))),
            payload=msgspec.json.format(found.body, indent=2),
            key=str(uuid4()),
        )

    @post("/replay", status_code=200)
    @inject
    async def replay(
        self,
        request: AnyRequest,
        endpoint_id: FromPath[UUID],
        delivery_id: FromPath[UUID],
        pages: FromDishka[Pages],
        replay: FromDishka[ReplayDeliveryHandler],
    ) -> Response[Any]:
        form = await read_form(request, KeyedForm)
        await replay(ReplayDelivery(delivery_id=DeliveryId(delivery_id), idempotency_key=form.key))
        return pages.go(
            f"/staff/webhooks/{endpoint_id}/deliveries/{delivery_id}",
            toast=Toast(message=tr("The delivery is sent again, with the same event id.")),
        )


async def _found(endpoint: GetEndpointHandler, endpoint_id: UUID) -> EndpointView | None:
    """A removed endpoint's deliveries stay to be read."""
    try:
        return await endpoint(EndpointId(endpoint_id))
    except EndpointNotFound:
        return None


async def _create(request: AnyRequest, create: CreateEndpointHandler) -> CreatedEndpoint:
    form = await read_form(request, EndpointForm)
    command = CreateEndpoint(
        url=form.url,
        event_types=EventTypes.of(words(form.event_types)),
        description=form.description,
        idempotency_key=form.key,
    )
    return await create(command)


def _change_of(endpoint_id: UUID, form: ChangeForm) -> ChangeEndpoint:
    return ChangeEndpoint(
        endpoint_id=EndpointId(endpoint_id),
        url=form.url,
        event_types=EventTypes.of(words(form.event_types)),
        description=form.description or "",
        in_flight_max=form.in_flight_max,
        in_order=form.in_order,
        version=form.version,
    )


def _order_of(endpoint_id: UUID, form: ReplayForm, now: datetime) -> ReplayOrder:
    types = tuple(words(form.event_types or ""))
    return ReplayOrder(
        begins_at=beginning_of(form.first) if form.first else EVER_SINCE,
        ends_at=end_of(form.last) if form.last else now,
        event_types=types or None,
        endpoint_id=EndpointId(endpoint_id),
        states=tuple(form.states),
    )


async def _given(request: AnyRequest) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


async def _list(
    pages: Pages,
    endpoints: ListEndpointsHandler,
    *,
    cursor: str | None = None,
    status: int = 200,
    **more: Any,
) -> Response[str]:
    page = await endpoints(PageRequest(cursor=cursor))
    shown: dict[str, Any] = {"page": page, "cursor": cursor, "key": str(uuid4()), "form": {}, "made": None}
    return await pages.page("webhooks/page.html", nav="webhooks", status=status, **(shown | more))


def _back(pages: Pages, endpoint_id: UUID, message: str) -> Response[Any]:
    return pages.go(f"/staff/webhooks/{endpoint_id}", toast=Toast(message=message))

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Text, cast, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.messaging.documents import body_of, event_reference
from b2b.application.messaging.queries.deliveries import (
    AttemptRow,
    DeliveryFilter,
    DeliveryPage,
    DeliveryRow,
    DeliveryView,
)
from b2b.application.messaging.queries.endpoints import EndpointPage, EndpointView
from b2b.application.messaging.queries.replays import ReplayPage, ReplayView
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.messaging.deliveries import DeliveryState
from b2b.domain.messaging.endpoint import EndpointState
from b2b.domain.messaging.errors import DeliveryNotFound, EndpointNotFound, ReplayNotFound
from b2b.domain.shared.ids import DeliveryId, EndpointId, ReplayId
from b2b.infrastructure.persistence.tables.events import (
    outbox,
    webhook_attempts,
    webhook_deliveries,
    webhook_endpoints,
    webhook_replays,
)

_ENDPOINT: Final = tuple(webhook_endpoints.c[name] for name in EndpointView.__struct_fields__)
_DELIVERY: Final = tuple(webhook_deliveries.c[name] for name in DeliveryRow.__struct_fields__)
_REPLAY: Final = tuple(webhook_replays.c[name] for name in ReplayView.__struct_fields__)
_ATTEMPT: Final = tuple(webhook_attempts.c[name] for name in AttemptRow.__struct_fields__)


class NewestKey(msgspec.Struct, frozen=True):
    """Ids grow with time, but rows of one statement may share their moment."""

    at: datetime
    id: UUID


class SqlEndpointReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, request: PageRequest) -> EndpointPage:
        key = decode_cursor(request.cursor, NewestKey)
        order = (webhook_endpoints.c.created_at, webhook_endpoints.c.id)
        statement = (
            select(*_ENDPOINT)
            .where(webhook_endpoints.c.is_deleted.is_(False))
            .order_by(*(column.desc() for column in order))
            .limit(request.size + 1)
        )
        if key is not None:
            statement = statement.where(tuple_(*order) < tuple_(key.at, key.id))
        rows = [_endpoint(row) for row in (await self._session.execute(statement)).mappings()]
        items, cursor = cut(rows, request.size, lambda row: NewestKey(row.created_at, row.id))
        return EndpointPage(items=items, next_cursor=cursor)

    async def get(self, endpoint_id: EndpointId) -> EndpointView:
        statement = select(*_ENDPOINT).where(
            webhook_endpoints.c.id == endpoint_id, webhook_endpoints.c.is_deleted.is_(False)
        )
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise EndpointNotFound
        return _endpoint(row)


class DeliveryKey(msgspec.Struct, frozen=True):
    id: UUID


class SqlDeliveryReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: DeliveryFilter, request: PageRequest) -> DeliveryPage:
        key = decode_cursor(request.cursor, DeliveryKey)
        deliveries = webhook_deliveries.c
        statement = select(*_DELIVERY).order_by(deliveries.id.desc()).limit(request.size + 1)
        if wanted.state is not None:
            statement = statement.where(deliveries.state == wanted.state.value)
        if wanted.endpoint_id is not None:
            statement = statement.where(deliveries.endpoint_id == wanted.endpoint_id)
        if key is not None:
            statement = statement.where(deliveries.id < key.id)
        rows = [_delivery(row) for row in (await self._session.execute(statement)).mappings()]
        items, cursor = cut(rows, request.size, lambda row: DeliveryKey(row.id))
        return DeliveryPage(items=items, next_cursor=cursor)

    async def get(self, delivery_id: DeliveryId) -> DeliveryView:
        statement = select(*_DELIVERY).where(webhook_deliveries.c.id == delivery_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise DeliveryNotFound
        attempts = await self._session.execute(
            select(*_ATTEMPT)
            .where(webhook_attempts.c.delivery_id == delivery_id)
            .order_by(webhook_attempts.c.number, webhook_attempts.c.at)
        )
        return DeliveryView(
            delivery=_delivery(row),
            body=await self._body(row["endpoint_id"], row["event_id"]),
            attempts=[AttemptRow(**found) for found in attempts.mappings()],
        )

    async def _body(self, endpoint_id: UUID, event_id: UUID) -> str:
        event = outbox.c
        data = cast(event.payload.op("||")(func.jsonb_build_object("sequence", event.sequence)), Text)
        endpoint = webhook_endpoints.c
        statement = (
            select(event.type, event.occurred_at, data, endpoint.payload_version)
            .join_from(outbox, webhook_endpoints, endpoint.id == endpoint_id)
            .where(event.id == event_id)
        )
        kind, at, written, version = (await self._session.execute(statement)).one()
        return body_of(version, event_type=kind, timestamp=at, data=written.encode()).decode()


class SqlReplayReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, endpoint_id: EndpointId | None, request: PageRequest) -> ReplayPage:
        key = decode_cursor(request.cursor, DeliveryKey)
        replays = webhook_replays.c
        statement = select(*_REPLAY).order_by(replays.id.desc()).limit(request.size + 1)
        if endpoint_id is not None:
            statement = statement.where(replays.endpoint_id == endpoint_id)
        if key is not None:
            statement = statement.where(replays.id < key.id)
        rows = [ReplayView(**row) for row in (await self._session.execute(statement)).mappings()]
        items, cursor = cut(rows, request.size, lambda row: DeliveryKey(row.id))
        return ReplayPage(items=items, next_cursor=cursor)

    async def get(self, replay_id: ReplayId) -> ReplayView:
        statement = select(*_REPLAY).where(webhook_replays.c.id == replay_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise ReplayNotFound
        return ReplayView(**row)


def _endpoint(row: RowMapping) -> EndpointView:
    return EndpointView(**{**row, "state": EndpointState(row["state"])})


def _delivery(row: RowMapping) -> DeliveryRow:
    shown = {"event_id": event_reference(row["event_id"]), "state": DeliveryState(row["state"])}
    return DeliveryRow(**{**row, **shown})

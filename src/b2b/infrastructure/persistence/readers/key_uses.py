from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, String, Uuid, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.identity.queries.key_uses import (
    KeyUsePage,
    KeyUsePlace,
    KeyUseRow,
    KeyUseTotal,
    KeyUseTotals,
    UseFilter,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.ports import Clock
from b2b.domain.identity.errors import ApiClientNotFound
from b2b.domain.shared.ids import ApiClientId, ApiKeyId
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys, key_uses

_USES: Final = key_uses.c
# As many kinds of requests as anybody looks at.
TOTALS_MAX: Final = 200
FIRST_REFUSAL: Final = 400


class SqlKeyUseReader:
    """A range of time is read as a range of ids, by which the table is partitioned and indexed."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    async def page(self, client_id: ApiClientId, wanted: UseFilter, request: PageRequest) -> KeyUsePage:
        await self._require(client_id)
        statement = (
            _rows()
            .where(_USES.client_id == client_id, *_conditions(wanted))
            .order_by(_USES.id.desc())
            .limit(request.size + 1)
        )
        if seen := decode_cursor(request.cursor, KeyUsePlace):
            statement = statement.where(_USES.id < seen.id)
        rows = [KeyUseRow(**row) for row in (await self._session.execute(statement)).mappings()]
        items, next_cursor = cut(rows, request.size, lambda row: KeyUsePlace(row.id))
        return KeyUsePage(items=items, next_cursor=next_cursor)

    async def totals(self, client_id: ApiClientId, *, key_id: ApiKeyId | None, hours: int) -> KeyUseTotals:
        await self._require(client_id)
        since = self._clock.now() - timedelta(hours=hours)
        count = func.count()
        kinds = (_USES.method, _USES.endpoint, _USES.status)
        statement = (
            select(
                *kinds,
                count.label("count"),
                cast(func.round(func.avg(_USES.duration_ms)), Integer).label("average_ms"),
                func.max(_USES.duration_ms).label("slowest_ms"),
            )
            .where(_USES.client_id == client_id, *_conditions(UseFilter(key_id=key_id, since=since)))
            .group_by(*kinds)
            .order_by(count.desc(), *kinds)
            .limit(TOTALS_MAX)
        )
        rows = [KeyUseTotal(**row) for row in (await self._session.execute(statement)).mappings()]
        return KeyUseTotals(since=since, items=rows)

    async def _require(self, client_id: ApiClientId) -> None:
        client = select(api_clients.c.id).where(api_clients.c.id == client_id)
        if await self._session.scalar(client) is None:
            raise ApiClientNotFound(client_id=client_id)


def _rows() -> Select[Any]:
    """A key that has gone has no name any more."""
    return select(
        _USES.id,
        _USES.at,
        _USES.api_key_id.label("key_id"),
        api_keys.c.name.label("key_name"),
        _USES.method,
        _USES.endpoint,
        _USES.status,
        _USES.duration_ms,
        cast(func.host(_USES.ip), String).label("ip"),
        _USES.user_agent,
        _USES.request_id,
    ).outerjoin_from(key_uses, api_keys, api_keys.c.id == _USES.api_key_id)


def _conditions(wanted: UseFilter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.key_id is not None:
        found.append(_USES.api_key_id == wanted.key_id)
    if wanted.status is not None:
        found.append(_USES.status == wanted.status)
    if wanted.refused:
        found.append(_USES.status >= FIRST_REFUSAL)
    if wanted.since is not None:
        found.append(_USES.id >= _id_from(wanted.since))
    if wanted.until is not None:
        found.append(_USES.id < _id_from(wanted.until))
    return found


def _id_from(moment: datetime) -> ColumnElement[Any]:
    return func.uuid_from(moment.astimezone(UTC), type_=Uuid())

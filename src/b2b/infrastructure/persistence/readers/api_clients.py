from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.identity.queries.api_clients import (
    ApiClientKey,
    ApiClientPage,
    ApiClientRow,
    ApiKeyPage,
    ApiKeyPlace,
    ApiKeyRow,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.identity.errors import ApiClientNotFound, ApiKeyNotFound
from b2b.domain.shared.ids import ApiClientId, ApiKeyId
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys


class SqlApiClientReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, request: PageRequest) -> ApiClientPage:
        statement = select(api_clients).order_by(api_clients.c.name).limit(request.size + 1)
        if seen := decode_cursor(request.cursor, ApiClientKey):
            statement = statement.where(api_clients.c.name > seen.name)
        rows = [_client(row) for row in await self._session.execute(statement)]
        items, next_cursor = cut(rows, request.size, lambda row: ApiClientKey(row.name))
        return ApiClientPage(items=items, next_cursor=next_cursor)

    async def keys(self, client_id: ApiClientId, request: PageRequest) -> ApiKeyPage:
        client = select(api_clients.c.id).where(api_clients.c.id == client_id)
        if await self._session.scalar(client) is None:
            raise ApiClientNotFound(client_id=client_id)
        statement = (
            select(api_keys)
            .where(api_keys.c.client_id == client_id)
            .order_by(api_keys.c.id.desc())
            .limit(request.size + 1)
        )
        if seen := decode_cursor(request.cursor, ApiKeyPlace):
            statement = statement.where(api_keys.c.id < seen.id)
        rows = [_key(row) for row in await self._session.execute(statement)]
        items, next_cursor = cut(rows, request.size, lambda row: ApiKeyPlace(row.id))
        return ApiKeyPage(items=items, next_cursor=next_cursor)

    async def key(self, client_id: ApiClientId, key_id: ApiKeyId) -> tuple[ApiClientRow, ApiKeyRow]:
        client = (
            await self._session.execute(select(api_clients).where(api_clients.c.id == client_id))
        ).one_or_none()
        wanted = select(api_keys).where(api_keys.c.id == key_id, api_keys.c.client_id == client_id)
        key = (await self._session.execute(wanted)).one_or_none()
        if client is None or key is None:
            raise ApiKeyNotFound(key_id=key_id)
        return _client(client), _key(key)


def _client(row: Row[Any]) -> ApiClientRow:
    return ApiClientRow(id=row.id, name=row.name, contact=row.contact, active=row.is_active)


def _key(row: Row[Any]) -> ApiKeyRow:
    return ApiKeyRow(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=list(row.scopes),
        allowed_networks=list(row.allowed_networks),
        requests_per_minute=row.requests_per_minute,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason,
        previous_until=row.previous_until,
        last_used_at=row.last_used_at,
    )

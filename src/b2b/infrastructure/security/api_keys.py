"""Finding the machine behind `X-API-Key`: `bk_<tenant>_<prefix>_<secret>`."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Row, Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.identity.ports import KeyHolder
from b2b.application.identity.scopes import permissions_of
from b2b.application.shared.access import system_actor
from b2b.application.shared.ports import Clock
from b2b.domain.identity.errors import KeyRefused
from b2b.domain.shared.ids import ApiKeyId, TenantId
from b2b.infrastructure.persistence.session import open_session
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys, tenants
from b2b.infrastructure.security.moments import Moments

# Every transaction checks again that the key lives; these seconds only spare the look-up.
KEPT_SECONDS: Final = 5
USE_NOTED_EVERY: Final = timedelta(minutes=1)
MARK: Final = "bk"


@dataclass(frozen=True, slots=True)
class _Found:
    """None: there is no such live key."""

    holder: KeyHolder | None
    secret_hash: bytes


_NOTHING: Final = _Found(None, b"\0" * 32)


class SqlApiKeyDirectory:
    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._kept: Moments[_Found] = Moments(seconds=KEPT_SECONDS)

    def known(self, key: str) -> KeyHolder | None:
        tenant, prefix, secret = _parts(key)
        found = self._kept.get(f"{tenant}_{prefix}")
        return None if found is None else _proven(found, secret)

    async def find(self, key: str) -> KeyHolder:
        tenant, prefix, secret = _parts(key)
        found = await self._read(tenant, prefix)
        self._kept.put(f"{tenant}_{prefix}", found)
        return _proven(found, secret)

    async def _read(self, tenant: str, prefix: str) -> _Found:
        async with open_session(self._engine, None) as session:
            tenant_id = await session.scalar(select(tenants.c.id).where(tenants.c.code == tenant))
        if tenant_id is None:
            return _NOTHING
        async with open_session(self._engine, system_actor(TenantId(tenant_id))) as session:
            row = (await session.execute(self._live_key(prefix))).one_or_none()
            if row is None:
                return _NOTHING
            await self._note_use(session, row)
        holder = KeyHolder(
            tenant_id=TenantId(tenant_id),
            key_id=ApiKeyId(row.id),
            permissions=permissions_of(row.scopes),
            allowed_networks=tuple(row.allowed_networks),
        )
        return _Found(holder, bytes(row.secret_hash))

    def _live_key(self, prefix: str) -> Select[tuple[UUID, bytes, list[str], list[str]]]:
        return (
            select(api_keys.c.id, api_keys.c.secret_hash, api_keys.c.scopes, api_keys.c.allowed_networks)
            .join_from(api_keys, api_clients, api_clients.c.id == api_keys.c.client_id)
            .where(
                api_keys.c.prefix == prefix,
                api_keys.c.revoked_at.is_(None),
                or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > self._clock.now()),
                api_clients.c.is_active,
            )
        )

    async def _note_use(
        self, session: AsyncSession, row: Row[tuple[UUID, bytes, list[str], list[str]]]
    ) -> None:
        """At most once a minute, so that a busy key does not write its row all the time."""
        now = self._clock.now()
        stale = or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < now - USE_NOTED_EVERY)
        await session.execute(update(api_keys).where(api_keys.c.id == row.id, stale).values(last_used_at=now))
        await session.commit()


def _parts(key: str) -> tuple[str, str, str]:
    mark, _, rest = key.partition("_")
    tenant, _, rest = rest.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != MARK or not (tenant and prefix and secret) or not key.isascii() or not key.isprintable():
        raise KeyRefused
    return tenant, prefix, secret


def _proven(found: _Found, secret: str) -> KeyHolder:
    """The comparison takes the same time whether the first or the last byte differs."""
    right = hmac.compare_digest(hashlib.sha256(secret.encode()).digest(), found.secret_hash)
    if not right or found.holder is None:
        raise KeyRefused
    return found.holder

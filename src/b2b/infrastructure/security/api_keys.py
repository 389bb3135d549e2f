"""Finding the machine behind `X-API-Key`: `bk_<tenant>_<prefix>_<secret>`, or behind a token got for it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.identity.ports import Credential, KeyHolder, MachineGrant
from b2b.application.identity.scopes import permissions_of
from b2b.application.shared.access import system_actor
from b2b.application.shared.ports import Clock
from b2b.domain.identity.errors import KeyRefused, TokenInvalid
from b2b.domain.shared.ids import ApiKeyId, TenantId
from b2b.infrastructure.persistence.session import open_session
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys, tenants
from b2b.infrastructure.security.moments import Moments

# Every transaction checks again that the key and its secret live; these seconds only spare the look-up.
KEPT_SECONDS: Final = 5
USE_NOTED_EVERY: Final = timedelta(minutes=1)
MARK: Final = "bk"
NO_HASH: Final = b"\0" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A live key; the secret before the present one is good until a moment, or there is none."""

    tenant_id: TenantId
    key_id: ApiKeyId
    scopes: tuple[str, ...]
    allowed_networks: tuple[str, ...]
    requests_per_minute: int | None
    secret_hash: bytes
    secret_version: int
    previous_hash: bytes
    previous_until: datetime | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """None: there is no such live key."""

    found: _Found | None


@dataclass(frozen=True, slots=True)
class _Shown:
    """A key that was shown, taken apart."""

    tenant: str
    prefix: str
    secret: str


class SqlApiKeyDirectory:
    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._kept: Moments[_Answer] = Moments(seconds=KEPT_SECONDS)

    def known(self, credential: Credential) -> KeyHolder | None:
        wanted = _wanted(credential)
        answer = self._kept.get(_name(wanted))
        if answer is None:
            return None
        try:
            return self._proven(answer, wanted)
        except (KeyRefused, TokenInvalid):
            if answer.found is None:
                raise
            # It may have been rotated since: only the database knows.
            return None

    async def find(self, credential: Credential) -> KeyHolder:
        wanted = _wanted(credential)
        answer = _Answer(await self._look_up(wanted))
        self._kept.put(_name(wanted), answer)
        return self._proven(answer, wanted)

    async def _look_up(self, wanted: _Shown | MachineGrant) -> _Found | None:
        if isinstance(wanted, MachineGrant):
            return await self._read(wanted.tenant_id, api_keys.c.id == wanted.key_id)
        async with open_session(self._engine, None) as session:
            tenant_id = await session.scalar(select(tenants.c.id).where(tenants.c.code == wanted.tenant))
        if tenant_id is None:
            return None
        return await self._read(TenantId(tenant_id), api_keys.c.prefix == wanted.prefix)

    async def _read(self, tenant_id: TenantId, which: ColumnElement[bool]) -> _Found | None:
        async with open_session(self._engine, system_actor(tenant_id)) as session:
            row = (await session.execute(self._live_key(which))).mappings().one_or_none()
            if row is None:
                return None
            await self._note_use(session, row["id"])
        return _found(tenant_id, row)

    def _live_key(self, which: ColumnElement[bool]) -> Select[Any]:
        return (
            select(api_keys)
            .join_from(api_keys, api_clients, api_clients.c.id == api_keys.c.client_id)
            .where(
                which,
                api_keys.c.revoked_at.is_(None),
                or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > self._clock.now()),
                api_clients.c.is_active,
            )
        )

    async def _note_use(self, session: AsyncSession, key_id: UUID) -> None:
        """At most once a minute, so that a busy key does not write its row all the time."""
        now = self._clock.now()
        stale = or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < now - USE_NOTED_EVERY)
        await session.execute(update(api_keys).where(api_keys.c.id == key_id, stale).values(last_used_at=now))
        await session.commit()

    def _proven(self, answer: _Answer, wanted: _Shown | MachineGrant) -> KeyHolder:
        found = answer.found
        if isinstance(wanted, MachineGrant):
            return self._of_token(found, wanted)
        version = self._version_shown(found, wanted.secret)
        if found is None or version is None:
            raise KeyRefused
        return _holder(found, version, found.scopes)

    def _of_token(self, found: _Found | None, grant: MachineGrant) -> KeyHolder:
        """What the key may still do of what the token was given for, while its secret is good."""
        if found is None or not self._is_good(found, grant.secret_version):
            raise TokenInvalid
        return _holder(
            found, grant.secret_version, tuple(scope for scope in grant.scopes if scope in found.scopes)
        )

    def _version_shown(self, found: _Found | None, secret: str) -> int | None:
        """Takes the same time whichever secret it is, and where the first or the last byte differs."""
        shown = hashlib.sha256(secret.encode()).digest()
        present = hmac.compare_digest(shown, found.secret_hash if found else NO_HASH)
        former = hmac.compare_digest(shown, found.previous_hash if found else NO_HASH)
        if found is None or not (present or former):
            return None
        version = found.secret_version if present else found.secret_version - 1
        return version if self._is_good(found, version) else None

    def _is_good(self, found: _Found, version: int) -> bool:
        if version == found.secret_version:
            return True
        until = found.previous_until
        return version == found.secret_version - 1 and until is not None and until > self._clock.now()


def _found(tenant_id: TenantId, row: RowMapping) -> _Found:
    return _Found(
        tenant_id=tenant_id,
        key_id=ApiKeyId(row["id"]),
        scopes=tuple(row["scopes"]),
        allowed_networks=tuple(row["allowed_networks"]),
        requests_per_minute=row["requests_per_minute"],
        secret_hash=bytes(row["secret_hash"]),
        secret_version=row["secret_version"],
        previous_hash=bytes(row["previous_hash"] or NO_HASH),
        previous_until=row["previous_until"],
    )


def _holder(found: _Found, version: int, scopes: tuple[str, ...]) -> KeyHolder:
    return KeyHolder(
        tenant_id=found.tenant_id,
        key_id=found.key_id,
        scopes=scopes,
        permissions=permissions_of(scopes),
        allowed_networks=found.allowed_networks,
        requests_per_minute=found.requests_per_minute,
        secret_version=version,
    )


def _wanted(credential: Credential) -> _Shown | MachineGrant:
    return credential if isinstance(credential, MachineGrant) else _parts(credential)


def _name(wanted: _Shown | MachineGrant) -> str:
    if isinstance(wanted, MachineGrant):
        return str(wanted.key_id)
    return f"{wanted.tenant}_{wanted.prefix}"


def _parts(key: str) -> _Shown:
    mark, _, rest = key.partition("_")
    tenant, _, rest = rest.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != MARK or not (tenant and prefix and secret) or not key.isascii() or not key.isprintable():
        raise KeyRefused
    return _Shown(tenant, prefix, secret)

"""Machines that work for the tenant, and the keys they show."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec
from msgspec import UNSET, UnsetType

from b2b.application.identity.ports import ApiClients
from b2b.application.identity.scopes import SCOPES
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.application.shared.settings import ROTATION_OVERLAP_HOURS, TenantSettings
from b2b.domain.identity.api_keys import ApiClient, ApiKey, KeySecret, KeyTerms
from b2b.domain.shared.ids import ApiClientId, ApiKeyId, new_id

MARK: Final = "bk"
# 40 bits find a key among a tenant's few; a rare twin is refused by the database.
PREFIX_BYTES: Final = 5
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterApiClient:
    name: str
    contact: str | None
    idempotency_key: str | None = None


class RegisteredApiClient(msgspec.Struct, frozen=True, kw_only=True):
    id: ApiClientId


@dataclass(frozen=True, slots=True)
class RegisterApiClientHandler:
    """A machine gets a name; it can do nothing until it has a key."""

    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    clients: ApiClients
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: RegisterApiClient) -> RegisteredApiClient:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, RegisteredApiClient):
                return earlier
            client = ApiClient(id=ApiClientId(new_id()), name=command.name, contact=command.contact)
            self.clients.add(client)
            registered = RegisteredApiClient(id=client.id)
            await self.keys.store(command.idempotency_key, command, registered)
            self.audit.record("api_client.registered", "api_client", client.id, after={"name": client.name})
            await self.uow.commit()
        return registered


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueApiKey:
    client_id: ApiClientId
    name: str
    terms: KeyTerms


class IssuedApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is shown this once: only its hash is kept."""

    id: ApiKeyId
    prefix: str
    key: str


@dataclass(frozen=True, slots=True)
class IssueApiKeyHandler:
    """A new key for a machine.

    - Not repeatable by an idempotency key: that would keep the secret. A lost answer's key is revoked.
    """

    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    clients: ApiClients
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: IssueApiKey) -> IssuedApiKey:
        self.actor.require(self.permission)
        prefix, secret = secrets.token_hex(PREFIX_BYTES), _new_secret()
        async with self.uow:
            client = await self.clients.get(command.client_id)
            key = ApiKey(
                id=ApiKeyId(new_id()),
                client_id=client.id,
                name=command.name,
                secret=KeySecret(prefix=prefix, hash=_hash(secret)),
                terms=command.terms,
                known_scopes=SCOPES,
                at=self.clock.now(),
            )
            self.clients.add_key(key)
            tenant_code = await self.clients.tenant_code()
            self.audit.record("api_key.issued", "api_key", key.id, after=_facts(key))
            await self.uow.commit()
        return IssuedApiKey(id=key.id, prefix=prefix, key=_shown(tenant_code, prefix, secret))


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateApiKey:
    """Without an overlap of its own, the former secret stays good for as long as the tenant decided."""

    client_id: ApiClientId
    key_id: ApiKeyId
    overlap_hours: int | None = None


class RotatedApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is shown this once; the former one is good until `previous_until`."""

    id: ApiKeyId
    prefix: str
    key: str
    previous_until: datetime


@dataclass(frozen=True, slots=True)
class RotateApiKeyHandler:
    """A new secret of the same key.

    - Not repeatable by an idempotency key, as making a key is not. Where the answer was lost, the secret that
      the machine has is still good for the overlap; rotating again would end it.
    """

    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    clients: ApiClients
    settings: TenantSettings
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RotateApiKey) -> RotatedApiKey:
        self.actor.require(self.permission)
        secret, at = _new_secret(), self.clock.now()
        async with self.uow:
            key = await self.clients.key(command.client_id, command.key_id)
            hours = command.overlap_hours
            if hours is None:
                hours = await self.settings.get(ROTATION_OVERLAP_HOURS)
            overlap = timedelta(hours=hours)
            key.rotate(_hash(secret), overlap=overlap, at=at)
            tenant_code = await self.clients.tenant_code()
            until = at + overlap
            self.audit.record(
                "api_key.rotated", "api_key", key.id, after={"previous_until": until.isoformat()}
            )
            await self.uow.commit()
        return RotatedApiKey(
            id=key.id,
            prefix=key.prefix,
            key=_shown(tenant_code, key.prefix, secret),
            previous_until=until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditApiKey:
    """What is unset stays as it is."""

    client_id: ApiClientId
    key_id: ApiKeyId
    allowed_networks: Sequence[str] | UnsetType = UNSET
    requests_per_minute: int | UnsetType | None = UNSET


@dataclass(frozen=True, slots=True)
class EditApiKeyHandler:
    """From where and how often a key may be used. Processes that know the key go by it within seconds."""

    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    clients: ApiClients
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: EditApiKey) -> None:
        self.actor.require(self.permission)
        at = self.clock.now()
        async with self.uow:
            key = await self.clients.key(command.client_id, command.key_id)
            before = _facts(key)
            if command.allowed_networks is not UNSET:
                key.allow_from(command.allowed_networks, at=at)
            if command.requests_per_minute is not UNSET:
                key.limit_to(command.requests_per_minute, at=at)
            if before != _facts(key):
                self.audit.record("api_key.edited", "api_key", key.id, before=before, after=_facts(key))
            await self.uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeApiKey:
    client_id: ApiClientId
    key_id: ApiKeyId
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeApiKeyHandler:
    """The key is worth nothing from its next transaction on."""

    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    clients: ApiClients
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RevokeApiKey) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            key = await self.clients.key(command.client_id, command.key_id)
            key.revoke(reason=command.reason, at=self.clock.now())
            self.audit.record("api_key.revoked", "api_key", key.id, after={"reason": command.reason})
            await self.uow.commit()


def _new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _shown(tenant_code: str, prefix: str, secret: str) -> str:
    return f"{MARK}_{tenant_code}_{prefix}_{secret}"


def _facts(key: ApiKey) -> dict[str, object]:
    return {
        "name": key.name,
        "prefix": key.prefix,
        "scopes": list(key.scopes),
        "allowed_networks": list(key.allowed_networks),
        "requests_per_minute": key.requests_per_minute,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
    }

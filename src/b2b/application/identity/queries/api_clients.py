from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.identity.ports import KeyPolicy
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.limits import Halving, RateLimits, limit_of_key
from b2b.application.shared.pages import KeyText, PageRequest
from b2b.application.shared.ports import Clock
from b2b.domain.shared.ids import ApiClientId, ApiKeyId


class ApiClientRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    contact: str | None
    active: bool


class ApiClientPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ApiClientRow]
    next_cursor: str | None


class ApiKeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """What can be known of a key; its secrets cannot.

    - `previous_until`: until then the secret before the last rotation is good.
    - `requests_per_minute`: the key's own limit; null where it has as many as every key.
    - `requests_per_minute_now`: what holds at this moment. After many refusals it is halved, until
      `limit_restored_at`.
    """

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    allowed_networks: list[str]
    requests_per_minute: int | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    revoked_reason: str | None
    previous_until: datetime | None
    requests_per_minute_now: int = 0
    limit_restored_at: datetime | None = None
    last_used_at: datetime | None


class ApiKeyPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ApiKeyRow]
    next_cursor: str | None


class ApiClientKey(msgspec.Struct, frozen=True):
    """Where a page of clients ended."""

    name: KeyText


class ApiKeyPlace(msgspec.Struct, frozen=True):
    """Where a page of keys ended."""

    id: UUID


class ApiClientReader(Protocol):
    async def page(self, request: PageRequest) -> ApiClientPage:
        """By name."""

    async def keys(self, client_id: ApiClientId, request: PageRequest) -> ApiKeyPage:
        """The newest first. Raises `ApiClientNotFound`."""

    async def key(self, client_id: ApiClientId, key_id: ApiKeyId) -> tuple[ApiClientRow, ApiKeyRow]:
        """Raises `ApiKeyNotFound`."""


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """How often keys may ask at this moment."""

    limits: RateLimits
    policy: KeyPolicy
    clock: Clock

    async def of(self, keys: Sequence[ApiKeyRow]) -> list[ApiKeyRow]:
        quotas = {key.id: key.requests_per_minute or self.policy.requests_per_minute for key in keys}
        halved = await self.limits.halved([limit_of_key(each, quota) for each, quota in quotas.items()])
        found = {halving.limit.subject: halving for halving in halved}
        return [self._at_this_moment(key, quotas[key.id], found.get(str(key.id))) for key in keys]

    def _at_this_moment(self, key: ApiKeyRow, quota: int, halving: Halving | None) -> ApiKeyRow:
        if halving is None:
            return msgspec.structs.replace(key, requests_per_minute_now=quota)
        restored_at = self.clock.now() + timedelta(seconds=halving.for_seconds)
        return msgspec.structs.replace(
            key, requests_per_minute_now=halving.quota, limit_restored_at=restored_at
        )


@dataclass(frozen=True, slots=True)
class ListApiClients:
    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    reader: ApiClientReader

    async def __call__(self, request: PageRequest) -> ApiClientPage:
        self.actor.require(self.permission)
        return await self.reader.page(request)


@dataclass(frozen=True, slots=True)
class ListApiKeys:
    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    reader: ApiClientReader
    limits: KeyLimits

    async def __call__(self, client_id: ApiClientId, request: PageRequest) -> ApiKeyPage:
        self.actor.require(self.permission)
        page = await self.reader.keys(client_id, request)
        return ApiKeyPage(items=await self.limits.of(page.items), next_cursor=page.next_cursor)


@dataclass(frozen=True, slots=True)
class ShowApiKey:
    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    reader: ApiClientReader
    limits: KeyLimits

    async def __call__(self, client_id: ApiClientId, key_id: ApiKeyId) -> tuple[ApiClientRow, ApiKeyRow]:
        self.actor.require(self.permission)
        client, key = await self.reader.key(client_id, key_id)
        return client, (await self.limits.of([key]))[0]

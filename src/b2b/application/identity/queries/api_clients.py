from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import KeyText, PageRequest
from b2b.domain.shared.ids import ApiClientId


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

    async def __call__(self, client_id: ApiClientId, request: PageRequest) -> ApiKeyPage:
        self.actor.require(self.permission)
        return await self.reader.keys(client_id, request)

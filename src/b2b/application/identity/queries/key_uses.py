from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import ApiClientId, ApiKeyId

TOTALS_HOURS: Final = 24


class KeyUseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One request; `endpoint` is the path's template, without ids."""

    id: UUID
    at: datetime
    key_id: UUID
    key_name: str | None
    method: str
    endpoint: str
    status: int
    duration_ms: int
    ip: str | None
    user_agent: str | None
    request_id: str | None


class KeyUsePage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[KeyUseRow]
    next_cursor: str | None


class KeyUseTotal(msgspec.Struct, frozen=True, kw_only=True):
    """How often an endpoint answered a status in the last 24 hours, and how long that took."""

    method: str
    endpoint: str
    status: int
    count: int
    average_ms: int
    slowest_ms: int


class KeyUseTotals(msgspec.Struct, frozen=True, kw_only=True):
    since: datetime
    items: list[KeyUseTotal]


class KeyUsePlace(msgspec.Struct, frozen=True):
    """Where a page of uses ended."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFilter:
    """`refused`: only what was answered with 400 or more."""

    key_id: ApiKeyId | None = None
    status: int | None = None
    refused: bool = False
    since: datetime | None = None
    until: datetime | None = None


class KeyUseReader(Protocol):
    async def page(self, client_id: ApiClientId, wanted: UseFilter, request: PageRequest) -> KeyUsePage:
        """The latest first. Raises `ApiClientNotFound`."""

    async def totals(self, client_id: ApiClientId, *, key_id: ApiKeyId | None, hours: int) -> KeyUseTotals:
        """The most frequent first. Raises `ApiClientNotFound`."""


@dataclass(frozen=True, slots=True)
class ListKeyUses:
    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    reader: KeyUseReader

    async def __call__(self, client_id: ApiClientId, wanted: UseFilter, request: PageRequest) -> KeyUsePage:
        self.actor.require(self.permission)
        return await self.reader.page(client_id, wanted, request)


@dataclass(frozen=True, slots=True)
class SumKeyUses:
    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    reader: KeyUseReader

    async def __call__(self, client_id: ApiClientId, key_id: ApiKeyId | None = None) -> KeyUseTotals:
        self.actor.require(self.permission)
        return await self.reader.totals(client_id, key_id=key_id, hours=TOTALS_HOURS)

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import CustomerId


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to which thing, when and from where. Values carry no secrets.

    - `actor_name` is a person's or an API client's; None for the system, and for those whom a dealer
      may not know by name.
    """

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_name: str | None = None
    actor_kind: str
    on_behalf_by: UUID | None
    on_behalf_by_name: str | None = None
    customer_id: UUID | None
    action: str
    entity: str
    entity_id: str | None
    before: dict[str, object] | None
    after: dict[str, object] | None
    ip: str | None
    user_agent: str | None
    request_id: str | None


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[AuditRow]
    next_cursor: str | None


class AuditKey(msgspec.Struct, frozen=True):
    """Where a page ended."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """None asks for all. From `since` on, up to but without `until`."""

    action: str | None = None
    entity: str | None = None
    entity_id: str | None = None
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditReader(Protocol):
    async def page(
        self, customer_id: CustomerId | None, wanted: AuditFilter, request: PageRequest
    ) -> AuditPage:
        """The newest first."""


@dataclass(frozen=True, slots=True)
class ListAudit:
    """What was done. A dealer with this right sees what concerns their company."""

    permission: ClassVar = Permission.AUDIT_VIEW

    actor: Actor
    reader: AuditReader

    async def __call__(self, wanted: AuditFilter, request: PageRequest) -> AuditPage:
        self.actor.require(self.permission)
        return await self.reader.page(self.actor.customer_id, wanted, request)

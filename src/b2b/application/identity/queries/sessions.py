from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.domain.shared.ids import CustomerId, SessionId, UserId


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """`current` marks the session that asks."""

    id: UUID
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ip: str | None
    user_agent: str | None
    current: bool


class SessionList(msgspec.Struct, frozen=True, kw_only=True):
    """Live sessions, the last used first; a person has few, so there are no pages."""

    items: list[SessionRow]
    next_cursor: str | None = None


class SessionReader(Protocol):
    async def live(
        self, user_id: UserId, *, customer_id: CustomerId | None, current: SessionId | None
    ) -> list[SessionRow]:
        """Raises `UserNotFound`, also for another company's user."""


@dataclass(frozen=True, slots=True)
class ListOwnSessions:
    """Where somebody is signed in. Open to whoever is."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    reader: SessionReader

    async def __call__(self) -> SessionList:
        actor = self.actor
        rows = await self.reader.live(
            actor.own_account, customer_id=actor.customer_id, current=actor.session_id
        )
        return SessionList(items=rows)


@dataclass(frozen=True, slots=True)
class ListSessions:
    """Where somebody else is signed in. Open to owners for their company, to staff for staff and dealers."""

    permission: ClassVar = Permission.USERS_VIEW

    actor: Actor
    reader: SessionReader
    directory: CustomerDirectory

    async def __call__(self, customer_code: str | None, user_id: UserId) -> SessionList:
        self.actor.require(self.permission)
        company = await customer_in_question(self.actor, self.directory, customer_code)
        rows = await self.reader.live(user_id, customer_id=company, current=self.actor.session_id)
        return SessionList(items=rows)

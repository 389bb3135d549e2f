from dataclasses import dataclass
from typing import ClassVar

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.identity.grants import require_no_more_than_own
from b2b.application.identity.ports import Sessions, Users
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.identity.errors import SessionNotFound
from b2b.domain.shared.ids import SessionId, UserId


@dataclass(frozen=True, slots=True)
class RevokeOwnSessionHandler:
    """Ends one of a person's own sessions, on a lost phone say. Open to whoever is signed in."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    sessions: Sessions
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, session_id: SessionId) -> None:
        user_id = self.actor.own_account
        async with self.uow:
            if not await self.sessions.end(
                session_id, user_id=user_id, reason="revoked", at=self.clock.now()
            ):
                raise SessionNotFound
            self.audit.record("session.revoked", "session", session_id, after={"user_id": str(user_id)})
            await self.uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeSession:
    customer_code: str | None
    user_id: UserId
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class RevokeSessionHandler:
    """Ends somebody else's session.

    - Open to owners for their own company, to staff for staff and every dealer.
    - Not for somebody who has more rights than the one who asks.
    """

    permission: ClassVar = Permission.USERS_MANAGE

    actor: Actor
    users: Users
    sessions: Sessions
    directory: CustomerDirectory
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RevokeSession) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            company = await customer_in_question(self.actor, self.directory, command.customer_code)
            user = await self.users.get(command.user_id, customer_id=company)
            require_no_more_than_own(self.actor, user.kind, user.permissions)
            ended = await self.sessions.end(
                command.session_id, user_id=user.id, reason="revoked", at=self.clock.now()
            )
            if not ended:
                raise SessionNotFound
            self.audit.record(
                "session.revoked",
                "session",
                command.session_id,
                after={"user_id": str(user.id)},
                customer_id=company,
            )
            await self.uow.commit()

from dataclasses import dataclass
from typing import ClassVar

from b2b.application.identity.ports import Sessions
from b2b.application.shared.access import Actor, Permission, SignInRequired
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork


@dataclass(frozen=True, slots=True)
class SignOutHandler:
    """Ends the session that asks; its tokens are worth nothing from now on. Open to whoever is signed in.

    - Whoever works for a dealer stops that, and is signed out as themselves too.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    sessions: Sessions
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self) -> None:
        user_id, session_id = self.actor.own_user, self.actor.session_id
        if session_id is None:
            raise SignInRequired
        async with self.uow:
            own = await self.sessions.begun_from(session_id) if self.actor.acting else None
            for ending in (session_id, *([own] if own else [])):
                await self.sessions.end(ending, user_id=user_id, reason="signed_out", at=self.clock.now())
            self.audit.record("user.signed_out", "session", session_id)
            await self.uow.commit()

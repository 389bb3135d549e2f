from dataclasses import dataclass
from typing import ClassVar

from b2b.application.identity.ports import Access, Logins, RefreshGrant, Sessions, SignInPolicy
from b2b.application.identity.token_pairs import TokenIssuer, TokenPair, refresh_tenant, token_hash
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.identity.errors import (
    AccessSuspended,
    ActingEnded,
    RefreshInvalid,
    RefreshReused,
    SessionEnded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSession:
    refresh_token: str


@dataclass(frozen=True, slots=True)
class RefreshSessionHandler:
    """A new pair of tokens for a refresh token, which thereby is used up. Open to whoever carries one.

    - A token that comes a second time was stolen, or its owner cannot be told from the thief: its whole
      session ends, and with it every token that was made from it.
    - That holds for two requests at once too: one wins, the other ends the session. There is no grace,
      so a client refreshes in one place.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    logins: Logins
    sessions: Sessions
    issuer: TokenIssuer
    policy: SignInPolicy
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RefreshSession) -> TokenPair:
        if refresh_tenant(command.refresh_token) != self.actor.tenant_id.hex:
            raise RefreshInvalid
        now = self.clock.now()
        async with self.uow:
            grant = await self.sessions.lock_refresh(token_hash(command.refresh_token), at=now)
            if grant is None:
                raise RefreshInvalid
            if grant.used:
                await self._end_session(grant)
                raise RefreshReused
            if not grant.session_live:
                raise SessionEnded
            if grant.expires_at <= now:
                raise RefreshInvalid
            access = await self._access(grant)
            until = grant.session_until or now + self.policy.refresh_for
            await self.sessions.use_refresh(grant, at=now, until=until)
            pair = await self.issuer.issue(
                self.actor.tenant_id, grant.session_id, access, at=now, until=until
            )
            await self.uow.commit()
        return pair

    async def _access(self, grant: RefreshGrant) -> Access:
        if grant.session_until is None or grant.customer_id is None:
            access = await self.logins.access(grant.user_id)
        else:
            access = await self.logins.acting_access(grant.user_id, grant.customer_id)
        if access.suspended:
            raise AccessSuspended
        if access.acting and not access.permissions:
            raise ActingEnded
        return access

    async def _end_session(self, grant: RefreshGrant) -> None:
        ended = await self.sessions.end(
            grant.session_id, user_id=grant.user_id, reason="refresh_reused", at=self.clock.now()
        )
        if ended:
            self.audit.record(
                "session.refresh_reused",
                "session",
                grant.session_id,
                after={"user_id": str(grant.user_id)},
                customer_id=grant.customer_id,
            )
        await self.uow.commit()

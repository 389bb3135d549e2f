"""What a browser's cookie holds, and how it is renewed without anybody noticing."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.identity.ports import Bearer
from b2b.application.shared.access import system_actor
from b2b.application.shared.ports import Clock
from b2b.domain.identity.errors import AccessSuspended, SessionEnded
from b2b.infrastructure.persistence.repositories.sign_in import SqlLogins
from b2b.infrastructure.persistence.session import open_session
from b2b.infrastructure.persistence.tables.identity import sessions
from b2b.infrastructure.security.tokens import JwtAccessTokens

# A clock that runs a little ahead somewhere must not make every request a renewal.
_SKEW: Final = timedelta(seconds=5)


class SqlWebSessions:
    """A token lives as long as its session may; after `fresh_for` the session's row decides again.

    Its name is never used as a bearer token: it is made for another audience.
    """

    def __init__(
        self, engine: AsyncEngine, tokens: JwtAccessTokens, clock: Clock, *, fresh_for: timedelta
    ) -> None:
        self._engine = engine
        self._tokens = tokens
        self._clock = clock
        self._fresh_for = fresh_for

    def read(self, token: str) -> Bearer | None:
        bearer = self._tokens.read(token)
        made = bearer.issued_at
        if made is None or self._clock.now() - made > self._fresh_for + _SKEW:
            return None
        return bearer

    def issue(self, bearer: Bearer) -> str:
        return self._tokens.issue(bearer, at=self._clock.now())

    async def renew(self, token: str) -> tuple[Bearer, str]:
        old = self._tokens.read(token)
        async with open_session(self._engine, system_actor(old.tenant_id)) as session:
            await self._live_on(session, old)
            access = await SqlLogins(session).access(old.user_id)
            if access.suspended:
                raise AccessSuspended
            await session.commit()
        bearer = Bearer(
            tenant_id=old.tenant_id,
            user_id=old.user_id,
            session_id=old.session_id,
            customer_id=access.customer_id,
            access_version=access.access_version,
            email=access.email,
            roles=access.roles,
            permissions=access.permissions,
        )
        return bearer, self.issue(bearer)

    async def _live_on(self, session: AsyncSession, old: Bearer) -> None:
        now = self._clock.now()
        live = await session.scalar(
            select(sessions.c.id).where(
                sessions.c.id == old.session_id,
                sessions.c.user_id == old.user_id,
                sessions.c.revoked_at.is_(None),
                sessions.c.expires_at > now,
            )
        )
        if live is None:
            raise SessionEnded
        await session.execute(
            update(sessions)
            .where(sessions.c.id == old.session_id)
            .values(last_used_at=now, expires_at=now + self._tokens.lifetime)
        )

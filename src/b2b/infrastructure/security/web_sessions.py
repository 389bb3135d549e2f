"""What a browser's cookie holds, and how it is renewed without anybody noticing."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.identity.ports import Access, Bearer, Renewed
from b2b.application.shared.access import system_actor
from b2b.application.shared.ports import Clock
from b2b.domain.identity.errors import AccessSuspended, SessionEnded
from b2b.domain.shared.ids import SessionId, UserId
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
        # Who works for a dealer is asked about each time, so that the end of it is noticed on the next page.
        return bearer if self._is_fresh(bearer) and not bearer.acting else None

    def issue(self, bearer: Bearer) -> str:
        return self._tokens.issue(bearer, at=self._clock.now())

    async def renew(self, token: str) -> Renewed:
        old = self._tokens.read(token)
        async with open_session(self._engine, system_actor(old.tenant_id)) as session:
            access, session_id = await self._today(session, old)
            await session.commit()
        if access.suspended:
            raise AccessSuspended
        bearer = Bearer(
            tenant_id=old.tenant_id,
            user_id=old.user_id,
            session_id=session_id,
            customer_id=access.customer_id,
            access_version=access.access_version,
            email=access.email,
            roles=access.roles,
            permissions=access.permissions,
            acting=access.acting,
        )
        kept = old.acting and access.acting and self._is_fresh(old)
        return Renewed(
            bearer=bearer,
            token=token if kept else self.issue(bearer),
            acting_ended=old.acting and not access.acting,
        )

    def _is_fresh(self, bearer: Bearer) -> bool:
        made = bearer.issued_at
        return made is not None and self._clock.now() - made <= self._fresh_for + _SKEW

    async def _today(self, session: AsyncSession, old: Bearer) -> tuple[Access, SessionId]:
        """What the person may do, and in which session: their own again where the work for a dealer is over.

        Raises `SessionEnded`.
        """
        logins, own = SqlLogins(session), old.session_id
        if old.acting:
            found = await session.execute(
                select(
                    sessions.c.begun_from, sessions.c.customer_id, _is_live(self._clock.now()).label("live")
                ).where(sessions.c.id == old.session_id, sessions.c.user_id == old.user_id)
            )
            acting = found.one_or_none()
            if acting is None or acting.begun_from is None:
                raise SessionEnded
            own = acting.begun_from
            await self._live_on(session, own, old.user_id)
            if acting.live:
                access = await logins.acting_access(old.user_id, acting.customer_id)
                if access.permissions and not access.suspended:
                    return access, old.session_id
        else:
            await self._live_on(session, own, old.user_id)
        return await logins.access(old.user_id), own

    async def _live_on(self, session: AsyncSession, session_id: SessionId, user_id: UserId) -> None:
        now = self._clock.now()
        live = await session.scalar(
            select(sessions.c.id).where(
                sessions.c.id == session_id, sessions.c.user_id == user_id, _is_live(now)
            )
        )
        if live is None:
            raise SessionEnded
        await session.execute(
            update(sessions)
            .where(sessions.c.id == session_id)
            .values(last_used_at=now, expires_at=now + self._tokens.lifetime)
        )


def _is_live(now: datetime) -> ColumnElement[bool]:
    return and_(sessions.c.revoked_at.is_(None), sessions.c.expires_at > now)

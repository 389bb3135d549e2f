from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, and_, case, insert, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.identity.grants import acting_permissions
from b2b.application.identity.ports import Access, Login, RefreshGrant
from b2b.application.shared.access import Permission
from b2b.domain.customers.customer import CustomerStatus
from b2b.domain.identity.errors import UserNotFound
from b2b.domain.identity.passwords import FAILURES_MAX, LOCKED_FOR
from b2b.domain.shared.ids import CustomerId, SessionId, UserId, new_id
from b2b.infrastructure.persistence.tables.identity import (
    customers,
    refresh_tokens,
    roles,
    sessions,
    user_roles,
    users,
)


class SqlLogins:
    """What signing in reads and counts. Counters change by one statement each, so that none is lost."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, partner_code: str | None, email: str) -> Login | None:
        statement = select(users.c.id, users.c.customer_id, users.c.password_hash).where(
            users.c.email == email
        )
        if partner_code is None:
            statement = statement.where(users.c.customer_id.is_(None))
        else:
            statement = statement.join(customers, customers.c.id == users.c.customer_id).where(
                customers.c.code == partner_code
            )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            return None
        return Login(user_id=row.id, customer_id=row.customer_id, password_hash=row.password_hash)

    async def failed(self, user_id: UserId, *, at: datetime) -> bool:
        last = users.c.failed_attempts + 1 >= FAILURES_MAX
        statement = (
            update(users)
            .where(users.c.id == user_id, self._open(at))
            .values(
                failed_attempts=case((last, 0), else_=users.c.failed_attempts + 1),
                locked_until=case((last, at + LOCKED_FOR), else_=None),
            )
            .returning(users.c.locked_until)
        )
        return await self._session.scalar(statement) is not None

    async def succeeded(self, user_id: UserId, *, at: datetime) -> bool:
        statement = (
            update(users)
            .where(users.c.id == user_id, self._open(at))
            .values(failed_attempts=0, locked_until=None, last_signed_in_at=at)
            .returning(users.c.id)
        )
        return await self._session.scalar(statement) is not None

    async def access(self, user_id: UserId) -> Access:
        statement = (
            select(
                users.c.id,
                users.c.customer_id,
                users.c.email,
                users.c.access_version,
                users.c.is_active,
                or_(customers.c.status != "active", customers.c.is_deleted).label("company_stopped"),
            )
            .outerjoin_from(users, customers, customers.c.id == users.c.customer_id)
            .where(users.c.id == user_id)
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise UserNotFound(user_id=user_id)
        granted = await self._session.execute(
            select(roles.c.code, roles.c.permissions)
            .join_from(user_roles, roles, roles.c.id == user_roles.c.role_id)
            .where(user_roles.c.user_id == user_id)
        )
        held = {role.code: role.permissions for role in granted}
        return Access(
            user_id=row.id,
            customer_id=row.customer_id,
            email=row.email,
            access_version=row.access_version,
            roles=frozenset(held),
            permissions=known_permissions(name for names in held.values() for name in names),
            suspended=not row.is_active or bool(row.company_stopped),
        )

    async def acting_access(self, user_id: UserId, customer_id: CustomerId) -> Access:
        own = await self.access(user_id)
        active = await self._session.scalar(
            select(customers.c.id).where(
                customers.c.id == customer_id,
                customers.c.status == CustomerStatus.ACTIVE,
                not_(customers.c.is_deleted),
            )
        )
        return replace(
            own,
            customer_id=customer_id,
            permissions=acting_permissions(own.permissions),
            suspended=own.suspended or active is None,
            acting=True,
        )

    async def unlock(self, user_id: UserId) -> None:
        await self._session.execute(
            update(users).where(users.c.id == user_id).values(failed_attempts=0, locked_until=None)
        )

    async def rehash(self, user_id: UserId, *, old: str, new: str) -> None:
        await self._session.execute(
            update(users).where(users.c.id == user_id, users.c.password_hash == old).values(password_hash=new)
        )

    def _open(self, at: datetime) -> ColumnElement[bool]:
        return or_(users.c.locked_until.is_(None), users.c.locked_until <= at)


def known_permissions(names: Iterable[str]) -> frozenset[Permission]:
    """A name that this program does not know grants nothing."""
    known = {permission.value: permission for permission in Permission}
    return frozenset(known[name] for name in names if name in known)


class SqlSessions:
    """A session is the family of the refresh tokens that were made from one sign-in."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def start(
        self,
        session_id: SessionId,
        access: Access,
        *,
        at: datetime,
        until: datetime,
        ip: str | None,
        agent: str | None,
        begun_from: SessionId | None = None,
    ) -> None:
        row = {
            "id": session_id,
            "customer_id": access.customer_id,
            "user_id": access.user_id,
            "started_at": at,
            "last_used_at": at,
            "expires_at": until,
            "ip": ip,
            "user_agent": agent,
            "begun_from": begun_from,
        }
        await self._session.execute(insert(sessions).values(row))

    async def add_refresh(
        self, session_id: SessionId, access: Access, token_hash: bytes, *, at: datetime, until: datetime
    ) -> None:
        row = {
            "id": new_id(),
            "customer_id": access.customer_id,
            "session_id": session_id,
            "token_hash": token_hash,
            "issued_at": at,
            "expires_at": until,
        }
        await self._session.execute(insert(refresh_tokens).values(row))

    async def lock_refresh(self, token_hash: bytes, *, at: datetime) -> RefreshGrant | None:
        token = (
            await self._session.execute(
                select(
                    refresh_tokens.c.id,
                    refresh_tokens.c.session_id,
                    refresh_tokens.c.expires_at,
                    refresh_tokens.c.used_at,
                )
                .where(refresh_tokens.c.token_hash == token_hash)
                .with_for_update()
            )
        ).one_or_none()
        if token is None:
            return None
        # A statement of its own: after waiting for the lock, the first one's view of the session is old.
        own = sessions.alias("own")
        owner = (
            await self._session.execute(
                select(
                    sessions.c.user_id,
                    sessions.c.customer_id,
                    sessions.c.expires_at,
                    sessions.c.begun_from,
                    _live(sessions, at).label("live"),
                    _live(own, at).label("own_live"),
                )
                .outerjoin_from(sessions, own, own.c.id == sessions.c.begun_from)
                .where(sessions.c.id == token.session_id)
            )
        ).one()
        acting = owner.begun_from is not None
        return RefreshGrant(
            id=token.id,
            session_id=token.session_id,
            user_id=owner.user_id,
            customer_id=owner.customer_id,
            expires_at=token.expires_at,
            used=token.used_at is not None,
            session_live=owner.live and (owner.own_live or not acting),
            session_until=owner.expires_at if acting else None,
        )

    async def use_refresh(self, grant: RefreshGrant, *, at: datetime, until: datetime) -> None:
        await self._session.execute(
            update(refresh_tokens).where(refresh_tokens.c.id == grant.id).values(used_at=at)
        )
        await self._session.execute(
            update(sessions)
            .where(sessions.c.id == grant.session_id)
            .values(last_used_at=at, expires_at=until)
        )

    async def begun_from(self, session_id: SessionId) -> SessionId | None:
        statement = select(sessions.c.begun_from).where(sessions.c.id == session_id)
        found: SessionId | None = await self._session.scalar(statement)
        return found

    async def end(self, session_id: SessionId, *, user_id: UserId, reason: str, at: datetime) -> bool:
        statement = (
            update(sessions)
            .where(
                sessions.c.id == session_id, sessions.c.user_id == user_id, sessions.c.revoked_at.is_(None)
            )
            .values(revoked_at=at, revoked_reason=reason)
            .returning(sessions.c.id)
        )
        return await self._session.scalar(statement) is not None

    async def end_all(
        self, user_id: UserId, *, reason: str, at: datetime, but: SessionId | None = None
    ) -> None:
        statement = update(sessions).where(sessions.c.user_id == user_id, sessions.c.revoked_at.is_(None))
        if but is not None:
            statement = statement.where(sessions.c.id != but)
        await self._session.execute(statement.values(revoked_at=at, revoked_reason=reason))


def _live(of: FromClause, at: datetime) -> ColumnElement[bool]:
    return and_(of.c.revoked_at.is_(None), of.c.expires_at > at)

from typing import Any

from sqlalchemy import ARRAY, Row, Select, Text, func, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.identity.queries.me import Me, MyCustomer, MyPreferences, MyRole
from b2b.application.identity.queries.roles import RoleRow
from b2b.application.identity.queries.sessions import SessionRow
from b2b.application.identity.queries.users import UserKey, UserPage, UserRow
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.ports import Clock
from b2b.domain.identity.errors import RoleNotFound, UserNotFound
from b2b.domain.identity.roles import UserKind
from b2b.domain.shared.ids import CustomerId, SessionId, UserId
from b2b.infrastructure.persistence.tables.identity import (
    customers,
    roles,
    sessions,
    tiers,
    user_roles,
    users,
)


class SqlMeReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, user_id: UserId, customer_id: CustomerId | None) -> Me:
        statement: Select[Any] = (
            select(
                users.c.id,
                users.c.kind,
                users.c.email,
                users.c.full_name,
                users.c.language,
                customers.c.id.label("customer_id"),
                customers.c.code,
                customers.c.title,
                customers.c.currency,
                tiers.c.code.label("tier"),
            )
            # Staff have none of their own, but may be at work for one.
            .outerjoin_from(users, customers, customers.c.id == customer_id)
            .outerjoin(tiers, tiers.c.id == customers.c.tier_id)
            .where(users.c.id == user_id)
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise UserNotFound(user_id=user_id)
        granted = (
            await self._session.execute(
                select(roles.c.code, roles.c.name, roles.c.permissions)
                .join_from(user_roles, roles, roles.c.id == user_roles.c.role_id)
                .where(user_roles.c.user_id == user_id)
                .order_by(roles.c.code)
            )
        ).all()
        return Me(
            id=row.id,
            kind=row.kind.value,
            email=row.email,
            full_name=row.full_name,
            customer=_customer(row),
            roles=[MyRole(code=role.code, name=role.name) for role in granted],
            permissions=sorted({name for role in granted for name in role.permissions}),
            preferences=MyPreferences(language=row.language),
        )


def _customer(row: Row[Any]) -> MyCustomer | None:
    if row.customer_id is None:
        return None
    return MyCustomer(
        id=row.customer_id, code=row.code, title=row.title, currency=row.currency, tier=row.tier
    )


class SqlSessionReader:
    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    async def live(
        self, user_id: UserId, *, customer_id: CustomerId | None, current: SessionId | None
    ) -> list[SessionRow]:
        person = select(users.c.id).where(
            users.c.id == user_id, users.c.customer_id.is_not_distinct_from(customer_id)
        )
        if await self._session.scalar(person) is None:
            raise UserNotFound(user_id=user_id)
        statement = (
            select(sessions)
            .where(
                sessions.c.user_id == user_id,
                sessions.c.begun_from.is_(None),
                sessions.c.revoked_at.is_(None),
                sessions.c.expires_at > self._clock.now(),
            )
            .order_by(sessions.c.last_used_at.desc(), sessions.c.id)
        )
        return [
            SessionRow(
                id=row.id,
                started_at=row.started_at,
                last_used_at=row.last_used_at,
                expires_at=row.expires_at,
                ip=None if row.ip is None else str(row.ip),
                user_agent=row.user_agent,
                current=row.id == current,
            )
            for row in await self._session.execute(statement)
        ]


class SqlUserReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, customer_id: CustomerId | None, request: PageRequest) -> UserPage:
        statement = _users(customer_id).order_by(users.c.email, users.c.id).limit(request.size + 1)
        if seen := decode_cursor(request.cursor, UserKey):
            statement = statement.where(tuple_(users.c.email, users.c.id) > (seen.email, seen.id))
        rows = [_user(row) for row in await self._session.execute(statement)]
        items, next_cursor = cut(rows, request.size, lambda row: UserKey(row.email, row.id))
        return UserPage(items=items, next_cursor=next_cursor)

    async def one(self, user_id: UserId, *, customer_id: CustomerId | None) -> UserRow:
        statement = _users(customer_id).where(users.c.id == user_id)
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise UserNotFound(user_id=user_id)
        return _user(row)


def _users(customer_id: CustomerId | None) -> Select[Any]:
    held = (
        select(func.array_agg(aggregate_order_by(roles.c.code, roles.c.code), type_=ARRAY(Text)))
        .join_from(user_roles, roles, roles.c.id == user_roles.c.role_id)
        .where(user_roles.c.user_id == users.c.id)
        .scalar_subquery()
        .label("roles")
    )
    return select(users, held).where(users.c.customer_id.is_not_distinct_from(customer_id))


def _user(row: Row[Any]) -> UserRow:
    return UserRow(
        id=row.id,
        email=row.email,
        full_name=row.full_name,
        phone=row.phone,
        language=row.language,
        active=row.is_active,
        roles=list(row.roles or ()),
        has_password=row.password_hash is not None,
        locked_until=row.locked_until,
        last_signed_in_at=row.last_signed_in_at,
        version=row.version,
    )


class SqlRoleReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self, kind: UserKind | None) -> list[RoleRow]:
        return [_role(row) for row in await self._session.execute(_roles(kind))]

    async def one(self, code: str, kind: UserKind | None) -> RoleRow:
        row = (await self._session.execute(_roles(kind).where(roles.c.code == code))).one_or_none()
        if row is None:
            raise RoleNotFound(role=code)
        return _role(row)


def _roles(kind: UserKind | None) -> Select[Any]:
    statement = select(roles).order_by(roles.c.kind, roles.c.code)
    return statement if kind is None else statement.where(roles.c.kind == kind)


def _role(row: Row[Any]) -> RoleRow:
    return RoleRow(
        code=row.code,
        name=row.name,
        kind=row.kind.value,
        permissions=list(row.permissions),
        is_system=row.is_system,
        version=row.version,
    )

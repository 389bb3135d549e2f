from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.approvals.queries.rule_names import ApproverRole, NamedDealer
from b2b.application.shared.access import Permission
from b2b.domain.identity.roles import UserKind
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.identity import customers, roles, user_roles, users


class SqlRuleNameReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_id(self, ids: Sequence[CustomerId]) -> Sequence[NamedDealer]:
        return await self._dealers(customers.c.id.in_(ids))

    async def by_code(self, codes: Sequence[str]) -> Sequence[NamedDealer]:
        return await self._dealers(customers.c.code.in_(codes) & not_(customers.c.is_deleted))

    async def roles(self) -> Sequence[ApproverRole]:
        statement = (
            select(roles.c.code, roles.c.name, roles.c.is_system, func.count(users.c.id).label("people"))
            .outerjoin(user_roles, user_roles.c.role_id == roles.c.id)
            .outerjoin(users, (users.c.id == user_roles.c.user_id) & users.c.is_active)
            .where(
                roles.c.kind == UserKind.STAFF,
                roles.c.permissions.contains([Permission.ORDERS_APPROVE.value]),
            )
            .group_by(roles.c.code, roles.c.name, roles.c.is_system)
            .order_by(roles.c.code)
        )
        return [ApproverRole(**row) for row in (await self._session.execute(statement)).mappings()]

    async def _dealers(self, wanted: ColumnElement[bool]) -> list[NamedDealer]:
        statement = select(customers.c.id, customers.c.code, customers.c.title).where(wanted)
        return [NamedDealer(**row) for row in (await self._session.execute(statement)).mappings()]

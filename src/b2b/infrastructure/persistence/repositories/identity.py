from collections.abc import Sequence

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.identity.api_keys import ApiClient, ApiKey
from b2b.domain.identity.errors import (
    ApiClientNotFound,
    ApiKeyNotFound,
    RoleInUse,
    RoleNotFound,
    UserNotFound,
)
from b2b.domain.identity.roles import Role, UserKind
from b2b.domain.identity.users import User
from b2b.domain.shared.ids import ApiClientId, ApiKeyId, CustomerId, RoleId, UserId
from b2b.infrastructure.persistence.tables.identity import (
    api_clients,
    api_keys,
    roles,
    tenants,
    user_roles,
    users,
)


class SqlUsers:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, user: User) -> None:
        self._session.add(user)

    async def get(self, user_id: UserId, *, customer_id: CustomerId | None) -> User:
        statement = (
            select(User)
            .where(users.c.id == user_id, users.c.customer_id.is_not_distinct_from(customer_id))
            .with_for_update()
        )
        user = await self._session.scalar(statement)
        if user is None:
            raise UserNotFound(user_id=user_id)
        return user

    async def other_administrators(self, user_id: UserId) -> int:
        # The lock comes first and alone: what is counted after waiting for it is what the others left.
        await self._session.execute(select(roles.c.id).where(roles.c.is_protected).with_for_update())
        statement = (
            select(func.count(users.c.id.distinct()))
            .join(user_roles, user_roles.c.user_id == users.c.id)
            .join(roles, roles.c.id == user_roles.c.role_id)
            .where(roles.c.is_protected, users.c.is_active, users.c.id != user_id)
        )
        return int(await self._session.scalar(statement) or 0)


class SqlRoles:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, role: Role) -> None:
        self._session.add(role)

    async def get(self, code: str) -> Role:
        role = await self._session.scalar(select(Role).where(roles.c.code == code).with_for_update())
        if role is None:
            raise RoleNotFound(role=code)
        return role

    async def named(self, codes: Sequence[str], kind: UserKind) -> list[Role]:
        """A dealer who asks for a staff role meets the same refusal as for one that does not exist."""
        statement = select(Role).where(roles.c.code.in_(codes), roles.c.kind == kind)
        found = {role.code: role for role in await self._session.scalars(statement)}
        if missing := [code for code in codes if code not in found]:
            raise RoleNotFound(role=missing[0])
        return [found[code] for code in dict.fromkeys(codes)]

    async def delete(self, role: Role) -> None:
        if await self._session.scalar(select(exists().where(user_roles.c.role_id == role.id))):
            raise RoleInUse(role=role.code)
        await self._session.delete(role)

    async def outdate_tokens(self, role_id: RoleId) -> None:
        holders = select(user_roles.c.user_id).where(user_roles.c.role_id == role_id)
        await self._session.execute(
            update(users).where(users.c.id.in_(holders)).values(access_version=users.c.access_version + 1)
        )


class SqlApiClients:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, client: ApiClient) -> None:
        self._session.add(client)

    def add_key(self, key: ApiKey) -> None:
        self._session.add(key)

    async def get(self, client_id: ApiClientId) -> ApiClient:
        client = await self._session.scalar(select(ApiClient).where(api_clients.c.id == client_id))
        if client is None:
            raise ApiClientNotFound(client_id=client_id)
        return client

    async def key(self, client_id: ApiClientId, key_id: ApiKeyId) -> ApiKey:
        statement = (
            select(ApiKey).where(api_keys.c.id == key_id, api_keys.c.client_id == client_id).with_for_update()
        )
        key = await self._session.scalar(statement)
        if key is None:
            raise ApiKeyNotFound(key_id=key_id)
        return key

    async def tenant_code(self) -> str:
        # The tenants' table has no row security: the transaction's own tenant is named.
        current = func.current_setting("app.tenant_id").cast(tenants.c.id.type)
        return str(await self._session.scalar(select(tenants.c.code).where(tenants.c.id == current)))

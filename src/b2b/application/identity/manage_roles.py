"""Own roles, composed from the list of permissions; those of the product stay as they are."""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from b2b.application.identity.grants import GRANTABLE, require_no_more_than_own
from b2b.application.identity.ports import Roles
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, IdempotencyKeys, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.identity.roles import Role, UserKind
from b2b.domain.shared.ids import RoleId, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRole:
    code: str
    name: str
    kind: UserKind
    permissions: tuple[str, ...]
    idempotency_key: str | None = None


class CreatedRole(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class CreateRoleHandler:
    """A role of the tenant's own. Nobody composes more than they have."""

    permission: ClassVar = Permission.ROLES_MANAGE

    actor: Actor
    roles: Roles
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: CreateRole) -> CreatedRole:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, CreatedRole):
                return earlier
            role = Role(
                id=RoleId(new_id()),
                code=command.code,
                name=command.name,
                kind=command.kind,
                permissions=command.permissions,
                grantable=GRANTABLE[command.kind],
            )
            require_no_more_than_own(self.actor, role.kind, role.permissions)
            self.roles.add(role)
            created = CreatedRole(code=role.code, version=role.version)
            await self.keys.store(command.idempotency_key, command, created)
            self.audit.record("role.created", "role", role.code, after=_facts(role))
            await self.uow.commit()
        return created


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRole:
    code: str
    version: int | None
    name: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditRoleHandler:
    """Changes what an own role allows; everybody who has it needs a new token at their next request."""

    permission: ClassVar = Permission.ROLES_MANAGE

    actor: Actor
    roles: Roles
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: EditRole) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            role = await self.roles.get(command.code)
            check_version(role.version, command.version)
            require_no_more_than_own(self.actor, role.kind, role.permissions)
            before = _facts(role)
            changed = role.change(
                name=command.name, permissions=command.permissions, grantable=GRANTABLE[role.kind]
            )
            require_no_more_than_own(self.actor, role.kind, role.permissions)
            if changed:
                await self.roles.outdate_tokens(role.id)
            self.audit.record("role.edited", "role", role.code, before=before, after=_facts(role))
            await self.uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteRole:
    code: str
    version: int | None


@dataclass(frozen=True, slots=True)
class DeleteRoleHandler:
    """Removes an own role that nobody has."""

    permission: ClassVar = Permission.ROLES_MANAGE

    actor: Actor
    roles: Roles
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: DeleteRole) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            role = await self.roles.get(command.code)
            check_version(role.version, command.version)
            role.check_own()
            await self.roles.delete(role)
            self.audit.record("role.deleted", "role", role.code, before=_facts(role))
            await self.uow.commit()


def _facts(role: Role) -> dict[str, object]:
    return {"name": role.name, "kind": role.kind.value, "permissions": list(role.permissions)}

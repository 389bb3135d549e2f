from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.identity.grants import GRANTABLE
from b2b.application.shared.access import Actor, ActorKind, Permission
from b2b.domain.identity.roles import UserKind


class RoleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A system role comes with the product and stays as it is."""

    code: str
    name: str
    kind: str
    permissions: list[str]
    is_system: bool
    version: int


class RoleList(msgspec.Struct, frozen=True, kw_only=True):
    """All roles by kind and code, and what own roles of each kind may be composed of."""

    items: list[RoleRow]
    next_cursor: str | None = None
    grantable: dict[str, list[str]]


class RoleReader(Protocol):
    async def all(self, kind: UserKind | None) -> list[RoleRow]:
        """Of one kind, or of both."""

    async def one(self, code: str, kind: UserKind | None) -> RoleRow:
        """Raises `RoleNotFound`."""


@dataclass(frozen=True, slots=True)
class ListRoles:
    """Dealers see dealers' roles only."""

    permission: ClassVar = Permission.ROLES_VIEW

    actor: Actor
    reader: RoleReader

    async def __call__(self) -> RoleList:
        self.actor.require(self.permission)
        kind = _kind_seen(self.actor)
        grantable = {
            one.value: sorted(name.value for name in GRANTABLE[one])
            for one in UserKind
            if kind in {None, one}
        }
        return RoleList(items=await self.reader.all(kind), grantable=grantable)


@dataclass(frozen=True, slots=True)
class ShowRole:
    """Dealers see dealers' roles only."""

    permission: ClassVar = Permission.ROLES_VIEW

    actor: Actor
    reader: RoleReader

    async def __call__(self, code: str) -> RoleRow:
        self.actor.require(self.permission)
        return await self.reader.one(code, _kind_seen(self.actor))


def _kind_seen(actor: Actor) -> UserKind | None:
    return UserKind.DEALER if actor.kind is ActorKind.DEALER else None

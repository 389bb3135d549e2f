from dataclasses import dataclass
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.domain.shared.ids import UserId


class MyCustomer(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    code: str
    title: str
    currency: str
    tier: str | None


class MyRole(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str


class MyPreferences(msgspec.Struct, frozen=True, kw_only=True):
    language: str


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """`customer` is null for staff."""

    id: UUID
    kind: str
    email: str
    full_name: str
    customer: MyCustomer | None
    roles: list[MyRole]
    permissions: list[str]
    preferences: MyPreferences


class MeReader(Protocol):
    async def of(self, user_id: UserId) -> Me:
        """Raises `UserNotFound`."""


@dataclass(frozen=True, slots=True)
class ShowMe:
    """Who is signed in. Open to whoever is."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    reader: MeReader

    async def __call__(self) -> Me:
        return await self.reader.of(self.actor.own_user)

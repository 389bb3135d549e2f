from dataclasses import dataclass
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.domain.shared.ids import CustomerId, UserId


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
    """`customer` is null for staff, but the dealer while they are `acting` for one; their roles stay."""

    id: UUID
    kind: str
    email: str
    full_name: str
    customer: MyCustomer | None
    roles: list[MyRole]
    permissions: list[str]
    preferences: MyPreferences
    acting: bool = False


class MeReader(Protocol):
    async def of(self, user_id: UserId, customer_id: CustomerId | None) -> Me:
        """Raises `UserNotFound`."""


@dataclass(frozen=True, slots=True)
class ShowMe:
    """Who is signed in. Open to whoever is."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    reader: MeReader

    async def __call__(self) -> Me:
        me = await self.reader.of(self.actor.own_user, self.actor.customer_id)
        if not self.actor.acting:
            return me
        return msgspec.structs.replace(me, acting=True, permissions=sorted(self.actor.permissions))

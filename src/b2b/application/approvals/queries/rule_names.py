"""What the people who write approval rules call roles and dealers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.domain.customers.errors import CustomerNotFound
from b2b.domain.shared.ids import CustomerId


class NamedDealer(msgspec.Struct, frozen=True, kw_only=True):
    id: CustomerId
    code: str
    title: str


class ApproverRole(msgspec.Struct, frozen=True, kw_only=True):
    """`people` are the active users who have it: a step cannot ask for more."""

    code: str
    name: str
    is_system: bool
    people: int


class RuleNameReader(Protocol):
    async def by_id(self, ids: Sequence[CustomerId]) -> Sequence[NamedDealer]: ...

    async def by_code(self, codes: Sequence[str]) -> Sequence[NamedDealer]: ...

    async def roles(self) -> Sequence[ApproverRole]:
        """Staff roles that may approve orders, by code."""


@dataclass(frozen=True, slots=True)
class RuleNames:
    permission: ClassVar = Permission.RULES_MANAGE

    actor: Actor
    reader: RuleNameReader

    async def dealers(self, ids: Sequence[CustomerId]) -> Mapping[CustomerId, NamedDealer]:
        self.actor.require(self.permission)
        return {dealer.id: dealer for dealer in await self.reader.by_id(ids)} if ids else {}

    async def ids(self, codes: Sequence[str]) -> frozenset[CustomerId]:
        """Raises `CustomerNotFound` for the first code that nobody has."""
        self.actor.require(self.permission)
        found = {dealer.code: dealer.id for dealer in await self.reader.by_code(codes)}
        for code in codes:
            if code not in found:
                raise CustomerNotFound(code=code)
        return frozenset(found.values())

    async def roles(self) -> Sequence[ApproverRole]:
        self.actor.require(self.permission)
        return await self.reader.roles()

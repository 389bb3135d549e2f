from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import KeyText, PageRequest
from b2b.domain.shared.ids import CustomerId, UserId


class UserRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    email: str
    full_name: str
    phone: str | None = None
    language: str
    active: bool
    roles: list[str]
    has_password: bool
    locked_until: datetime | None
    last_signed_in_at: datetime | None
    version: int


class UserPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[UserRow]
    next_cursor: str | None


class UserKey(msgspec.Struct, frozen=True):
    """Where a page ended."""

    email: KeyText
    id: UUID


class UserReader(Protocol):
    async def page(self, customer_id: CustomerId | None, request: PageRequest) -> UserPage:
        """The company's users by e-mail, or staff where none is named."""

    async def one(self, user_id: UserId, *, customer_id: CustomerId | None) -> UserRow:
        """Raises `UserNotFound`, also for another company's user."""


@dataclass(frozen=True, slots=True)
class ListUsers:
    """Open to owners for their own company, to staff for staff and every dealer."""

    permission: ClassVar = Permission.USERS_VIEW

    actor: Actor
    reader: UserReader
    directory: CustomerDirectory

    async def __call__(self, customer_code: str | None, request: PageRequest) -> UserPage:
        self.actor.require(self.permission)
        company = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.page(company, request)


@dataclass(frozen=True, slots=True)
class ShowUser:
    """Open to owners for their own company, to staff for staff and every dealer."""

    permission: ClassVar = Permission.USERS_VIEW

    actor: Actor
    reader: UserReader
    directory: CustomerDirectory

    async def __call__(self, customer_code: str | None, user_id: UserId) -> UserRow:
        self.actor.require(self.permission)
        company = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.one(user_id, customer_id=company)

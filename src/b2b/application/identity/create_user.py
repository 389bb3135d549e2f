from dataclasses import dataclass, replace
from typing import ClassVar

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.identity.grants import require_no_more_than_own
from b2b.application.identity.ports import PasswordHasher, Roles, Users
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, IdempotencyKeys, UnitOfWork
from b2b.domain.identity.passwords import check_password
from b2b.domain.identity.roles import UserKind
from b2b.domain.identity.users import User
from b2b.domain.shared.ids import CustomerId, UserId, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateUser:
    """Without a customer's code: a user of one's own company, or staff where staff asks."""

    customer_code: str | None
    email: str
    full_name: str
    role_codes: tuple[str, ...]
    password: str | None
    language: str = "tr"
    idempotency_key: str | None = None


class CreatedUser(msgspec.Struct, frozen=True, kw_only=True):
    id: UserId


@dataclass(frozen=True, slots=True)
class CreateUserHandler:
    """Somebody new may sign in; without a password they cannot until one is set.

    - Open to owners for their own company, to staff for staff and every dealer.
    - Nobody gives more than they have.
    """

    permission: ClassVar = Permission.USERS_MANAGE

    actor: Actor
    users: Users
    roles: Roles
    directory: CustomerDirectory
    hasher: PasswordHasher
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: CreateUser) -> CreatedUser:
        self.actor.require(self.permission)
        password_hash = await self._hash(command)
        # What is remembered of a request must not help to guess its password.
        remembered = replace(command, password=None)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, remembered, CreatedUser):
                return earlier
            company = await customer_in_question(self.actor, self.directory, command.customer_code)
            user = await self._user(command, company)
            user.password_hash = password_hash
            self.users.add(user)
            created = CreatedUser(id=user.id)
            await self.keys.store(command.idempotency_key, remembered, created)
            self.audit.record(
                "user.created",
                "user",
                user.id,
                after={"email": user.email, "full_name": user.full_name, "roles": list(command.role_codes)},
                customer_id=company,
            )
            await self.uow.commit()
        return created

    async def _hash(self, command: CreateUser) -> str | None:
        if command.password is None:
            return None
        check_password(command.password, email=command.email)
        return await self.hasher.hash(command.password)

    async def _user(self, command: CreateUser, company: CustomerId | None) -> User:
        kind = UserKind.STAFF if company is None else UserKind.DEALER
        user = User(
            id=UserId(new_id()),
            customer_id=company,
            email=command.email,
            full_name=command.full_name,
            language=command.language,
            roles=await self.roles.named(command.role_codes, kind),
        )
        require_no_more_than_own(self.actor, kind, user.permissions)
        return user

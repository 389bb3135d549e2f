from dataclasses import dataclass
from typing import ClassVar

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.identity.grants import require_no_more_than_own
from b2b.application.identity.ports import Logins, PasswordHasher, Sessions, Users
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.identity.errors import WrongPassword
from b2b.domain.identity.passwords import check_password
from b2b.domain.shared.ids import CustomerId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword:
    customer_code: str | None
    user_id: UserId
    password: str


@dataclass(frozen=True, slots=True)
class SetPasswordHandler:
    """Gives somebody else a password, which also unlocks them and ends their sessions.

    - Open to owners for their own company, to staff for staff and every dealer.
    - Not for somebody who has more rights than the one who asks.
    """

    permission: ClassVar = Permission.USERS_MANAGE

    actor: Actor
    users: Users
    logins: Logins
    sessions: Sessions
    directory: CustomerDirectory
    hasher: PasswordHasher
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: SetPassword) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            company = await self._company_allowed(command)
        password_hash = await self.hasher.hash(command.password)
        async with self.uow:
            user = await self.users.get(command.user_id, customer_id=company)
            user.set_password(password_hash)
            await self.logins.unlock(user.id)
            await self.sessions.end_all(user.id, reason="password_set", at=self.clock.now())
            self.audit.record("user.password_set", "user", user.id, customer_id=company)
            await self.uow.commit()

    async def _company_allowed(self, command: SetPassword) -> CustomerId | None:
        company = await customer_in_question(self.actor, self.directory, command.customer_code)
        user = await self.users.get(command.user_id, customer_id=company)
        require_no_more_than_own(self.actor, user.kind, user.permissions)
        check_password(command.password, email=user.email)
        return company


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOwnPassword:
    current_password: str
    new_password: str


@dataclass(frozen=True, slots=True)
class ChangeOwnPasswordHandler:
    """A person's own new password; their other sessions end. Open to whoever is signed in.

    - Wrong guesses at the current password lock the account as they do at sign-in.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    users: Users
    logins: Logins
    sessions: Sessions
    hasher: PasswordHasher
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: ChangeOwnPassword) -> None:
        user_id = self.actor.own_account
        async with self.uow:
            user = await self.users.get(user_id, customer_id=self.actor.customer_id)
            email, current = user.email, user.password_hash
        check_password(command.new_password, email=email, pointer="/new_password")
        right = await self.hasher.verify(current, command.current_password)
        password_hash = await self.hasher.hash(command.new_password) if right else None
        now = self.clock.now()
        async with self.uow:
            if password_hash is None or not await self.logins.succeeded(user_id, at=now):
                await self.logins.failed(user_id, at=now)
                await self.uow.commit()
                raise WrongPassword
            user = await self.users.get(user_id, customer_id=self.actor.customer_id)
            user.set_password(password_hash)
            await self.sessions.end_all(user_id, reason="password_changed", at=now, but=self.actor.session_id)
            self.audit.record("user.password_changed", "user", user_id)
            await self.uow.commit()

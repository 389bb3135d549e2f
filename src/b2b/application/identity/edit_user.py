from dataclasses import dataclass
from typing import ClassVar

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.identity.grants import require_no_more_than_own
from b2b.application.identity.ports import Roles, Sessions, Users
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.identity.errors import LastAdministrator
from b2b.domain.identity.users import User
from b2b.domain.shared.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class EditUser:
    """None leaves a field as it is."""

    customer_code: str | None
    user_id: UserId
    version: int | None
    email: str | None = None
    full_name: str | None = None
    language: str | None = None
    active: bool | None = None
    role_codes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EditUserHandler:
    """Changes a person's name, roles, or whether they may enter at all.

    - Open to owners for their own company, to staff for staff and every dealer.
    - Nobody gives more than they have, or changes those who have more.
    - Their tokens are outdated at once; a person who may no longer enter has no sessions.
    - One active administrator remains.
    """

    permission: ClassVar = Permission.USERS_MANAGE

    actor: Actor
    users: Users
    roles: Roles
    sessions: Sessions
    directory: CustomerDirectory
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: EditUser) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            company = await customer_in_question(self.actor, self.directory, command.customer_code)
            user = await self.users.get(command.user_id, customer_id=company)
            check_version(user.version, command.version)
            require_no_more_than_own(self.actor, user.kind, user.permissions)
            before, administered = _facts(user), user.administers
            await self._apply(command, user)
            require_no_more_than_own(self.actor, user.kind, user.permissions)
            if administered and not user.administers and await self.users.other_administrators(user.id) == 0:
                raise LastAdministrator
            if not user.is_active:
                await self.sessions.end_all(user.id, reason="deactivated", at=self.clock.now())
            self.audit.record(
                "user.edited", "user", user.id, before=before, after=_facts(user), customer_id=company
            )
            await self.uow.commit()

    async def _apply(self, command: EditUser, user: User) -> None:
        user.edit(
            email=command.email or user.email,
            full_name=command.full_name or user.full_name,
            language=command.language or user.language,
        )
        if command.role_codes is not None:
            user.give_roles(await self.roles.named(command.role_codes, user.kind))
        if command.active is not None:
            user.set_active(active=command.active)


def _facts(user: User) -> dict[str, object]:
    return {
        "email": user.email,
        "full_name": user.full_name,
        "language": user.language,
        "active": user.is_active,
        "roles": sorted(role.code for role in user.roles),
    }

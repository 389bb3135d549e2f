from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.ids import CustomerId, UserId


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around every page. Numbers are None for those who may not see them.

    - `company` is the dealer's title, for staff the distributor's.
    - `cart_lines`: how many products the person's cart holds.
    - `free_credit`: limit less balance less what open orders hold.
    - `waiting_approvals`: orders that somebody is to decide; a dealer's own.
    """

    full_name: str
    roles: list[str]
    language: str
    distributor: str
    company: str
    customer_code: str | None
    currency: str | None
    cart_lines: int
    free_credit: MoneyValue | None
    waiting_approvals: int | None


class ShellReader(Protocol):
    async def of(self, user_id: UserId, customer_id: CustomerId | None) -> Shell:
        """One round trip. Raises `UserNotFound`."""


@dataclass(frozen=True, slots=True)
class ShowShell:
    """Open to whoever is signed in; what they may not see is left out."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    reader: ShellReader

    async def __call__(self) -> Shell:
        shell = await self.reader.of(self.actor.own_user, self.actor.customer_id)
        may = self.actor.permissions
        return msgspec.structs.replace(
            shell,
            free_credit=shell.free_credit if Permission.ACCOUNT_VIEW in may else None,
            waiting_approvals=shell.waiting_approvals if Permission.APPROVALS_VIEW in may else None,
        )

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, ActorKind, Permission
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.errors import Forbidden


class StaffOnly(Forbidden):
    code = "access.staff_only"
    title = "Only the distributor's own people may do this."


class StaffHome(msgspec.Struct, frozen=True, kw_only=True):
    """What staff begin the day with. Numbers are None for those who may not see them.

    - `ordered_today`: what was placed today, gross, one sum for each currency; cancelled orders are left out.
    - `failed_deliveries` are tried again, `dead_deliveries` are not.
    """

    orders_today: int | None
    ordered_today: list[MoneyValue] | None
    failed_deliveries: int | None
    dead_deliveries: int | None


class StaffHomeReader(Protocol):
    async def of(self, day: date) -> StaffHome:
        """One round trip; `day` is a business day."""


@dataclass(frozen=True, slots=True)
class ShowStaffHome:
    """Open to the distributor's people; what they may not see is left out."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    reader: StaffHomeReader
    clock: Clock

    async def __call__(self) -> StaffHome:
        """Raises `StaffOnly` for a dealer's people, and for staff while they work for a dealer."""
        if self.actor.kind is not ActorKind.STAFF or self.actor.customer_id is not None:
            raise StaffOnly
        found = await self.reader.of(self.clock.today())
        if Permission.ORDERS_VIEW not in self.actor.permissions:
            found = msgspec.structs.replace(found, orders_today=None, ordered_today=None)
        if Permission.EVENTS_VIEW not in self.actor.permissions:
            found = msgspec.structs.replace(found, failed_deliveries=None, dead_deliveries=None)
        return found

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Protocol

import msgspec

from b2b.application.shared.access import Actor, ActorKind, Permission
from b2b.application.shared.ports import Clock
from b2b.application.shared.settings import ACKNOWLEDGE_MINUTES, TenantSettings
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.errors import Forbidden

# What is more than somebody works through; beyond it nobody counts.
ALERTS_MAX: Final = 1000


class StaffOnly(Forbidden):
    code = "access.staff_only"
    title = "Only the distributor's own people may do this."


class StaffHome(msgspec.Struct, frozen=True, kw_only=True):
    """What staff begin the day with. Numbers are None for those who may not see them.

    - `ordered_today`: what was placed today, gross, one sum for each currency; cancelled orders are left out.
    - `failed_deliveries` are tried again, `dead_deliveries` are not.
    - `troubled_pushes`: pushes of the last day that failed, broke off or had items refused.
    - `unacknowledged_orders`: agreed longer ago than the tenant allows for, and the ERP has not said that it
      has them; None where nobody waits for that.
    - `stock_alerts`: products without stock that were ordered in the last 30 days or are waited for.
    """

    orders_today: int | None
    ordered_today: list[MoneyValue] | None
    failed_deliveries: int | None
    dead_deliveries: int | None
    troubled_pushes: int | None
    stock_alerts: int | None
    unacknowledged_orders: int | None = None


class StaffHomeReader(Protocol):
    async def of(self, day: date, *, acknowledge_minutes: int) -> StaffHome:
        """`day` is a business day.

        - Alerts and unacknowledged orders are counted up to `ALERTS_MAX`.
        - With a thousand empty products and more, alerts may be a minute old.
        """


@dataclass(frozen=True, slots=True)
class ShowStaffHome:
    """Open to the distributor's people; what they may not see is left out."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    reader: StaffHomeReader
    settings: TenantSettings
    clock: Clock

    async def __call__(self) -> StaffHome:
        """Raises `StaffOnly` for a dealer's people, and for staff while they work for a dealer."""
        if self.actor.kind is not ActorKind.STAFF or self.actor.customer_id is not None:
            raise StaffOnly
        minutes = await self.settings.get(ACKNOWLEDGE_MINUTES)
        found = await self.reader.of(self.clock.today(), acknowledge_minutes=minutes)
        if not minutes:
            found = msgspec.structs.replace(found, unacknowledged_orders=None)
        if Permission.ORDERS_VIEW not in self.actor.permissions:
            found = msgspec.structs.replace(
                found, orders_today=None, ordered_today=None, stock_alerts=None, unacknowledged_orders=None
            )
        if Permission.EVENTS_VIEW not in self.actor.permissions:
            found = msgspec.structs.replace(
                found, failed_deliveries=None, dead_deliveries=None, troubled_pushes=None
            )
        return found

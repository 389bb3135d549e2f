from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.domain.shared.ids import CustomerId


class DealerHome(msgspec.Struct, frozen=True, kw_only=True):
    """How many orders of the dealer are on their way; not those that are over."""

    open_orders: int


class DealerHomeReader(Protocol):
    async def of(self, customer_id: CustomerId) -> DealerHome: ...


@dataclass(frozen=True, slots=True)
class ShowDealerHome:
    permission: ClassVar = Permission.ORDERS_VIEW

    actor: Actor
    reader: DealerHomeReader

    async def __call__(self) -> DealerHome:
        self.actor.require(self.permission)
        return await self.reader.of(self.actor.own_customer)

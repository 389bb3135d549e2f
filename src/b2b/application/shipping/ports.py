from collections.abc import Mapping, Sequence, Set
from typing import Protocol

from b2b.application.ordering.ports import Arrivals
from b2b.domain.ordering.order import Order
from b2b.domain.shared.ids import ProductId
from b2b.domain.shipping.shipment import Shipment


class Shipments(Arrivals, Protocol):
    async def take_turn(self) -> None:
        """Of those who push shipments, one at a time goes on from here."""

    async def known(self, external_ids: Sequence[str]) -> Mapping[str, Shipment]: ...

    async def lock_orders(self, numbers: Set[str]) -> Mapping[str, Order]:
        """Those that there are; locked in the order of their ids."""

    async def lock_stock(self, product_ids: Set[ProductId]) -> None:
        """Before the first order is shipped, so that nobody waits in a circle with us."""

    async def add(self, shipment: Shipment) -> None: ...

    async def change(self, shipment: Shipment) -> None: ...

    async def forget(self) -> None:
        """Nothing of the transaction is kept."""

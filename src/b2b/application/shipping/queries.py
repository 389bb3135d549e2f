from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from b2b.domain.shared.ids import OrderId


class ShipmentLineView(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one line of the order; `serials` names each of them, or is empty."""

    line_number: int
    sku: str
    name: str
    quantity: int
    serials: list[str]


class ShipmentView(msgspec.Struct, frozen=True, kw_only=True):
    """One despatch of an order; `delivered_at` is None while it is on its way."""

    id: UUID
    dispatch_number: str | None
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    shipped_at: datetime
    delivered_at: datetime | None
    lines: list[ShipmentLineView]


class ShipmentReader(Protocol):
    async def of_order(self, order_id: OrderId) -> list[ShipmentView]:
        """The first that left comes first."""

"""What left the warehouse for an order, and how it travels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from b2b.domain.shared.ids import CustomerId, OrderId, OrderLineId, ShipmentId
from b2b.domain.shipping.errors import SerialsDiffer, ShipmentImmutable


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentLine:
    """So many pieces of an order's line; none of their serial numbers is named, or all of them."""

    order_line_id: OrderLineId
    line_number: int
    sku: str
    name: str
    quantity: int
    serials: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.serials and len(set(self.serials)) != self.quantity:
            raise SerialsDiffer(sku=self.sku, quantity=self.quantity, serials=len(self.serials))


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """What may become known later, or be put right: the papers, the carrier, and the arrival."""

    dispatch_number: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One despatch of one order.

    - What it carried never changes; how it travels may.
    - A serial number is named once.
    """

    id: ShipmentId
    external_id: str
    source_version: int | None
    customer_id: CustomerId
    order_id: OrderId
    order_number: str
    travel: Travel
    lines: tuple[ShipmentLine, ...]

    def __post_init__(self) -> None:
        serials = [serial for line in self.lines for serial in line.serials]
        if len(set(serials)) < len(serials):
            raise SerialsDiffer(order_number=self.order_number)

    def travelling(self, travel: Travel, *, source_version: int | None) -> Self:
        version = self.source_version if source_version is None else source_version
        return replace(self, travel=travel, source_version=version)

    def check_same(self, order_number: str | None, lines: Sequence[ShipmentLine] | None) -> None:
        """Raises `ShipmentImmutable` where another order, or other goods, are named."""
        if order_number not in {None, self.order_number}:
            raise ShipmentImmutable(order_number=self.order_number)
        if lines is not None and _carried(lines) != _carried(self.lines):
            raise ShipmentImmutable(order_number=self.order_number)


def _carried(lines: Sequence[ShipmentLine]) -> list[tuple[int, int, tuple[str, ...]]]:
    return sorted((line.line_number, line.quantity, tuple(sorted(line.serials))) for line in lines)

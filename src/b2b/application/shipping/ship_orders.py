"""What the ERP's shipments do to their orders: read, checked whole, then taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeVar

from msgspec import UnsetType

from b2b.application.integration.items.shipping import ShipmentItem, ShipmentLineItem
from b2b.domain.ordering.errors import OrderLineTwice, ShippedBeyondOrdered, UnknownOrderLine
from b2b.domain.ordering.lines import LineMove, OrderLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import UserId
from b2b.domain.shipping.shipment import ShipmentLine, Travel

Value = TypeVar("Value")
_RELEASED: Final = frozenset({OrderStatus.APPROVED, OrderStatus.PARTIALLY_APPROVED})


def carried(order: Order, given: Sequence[ShipmentLineItem]) -> tuple[ShipmentLine, ...]:
    """Raises where a line is not the order's, or is named twice."""
    lines = [_line(order, each) for each in given]
    numbers = [line.line_number for line in lines]
    if len(set(numbers)) < len(numbers):
        raise OrderLineTwice(number=order.number)
    return tuple(lines)


def travel_of(item: ShipmentItem, before: Travel) -> Travel:
    """What is absent stays as it was."""
    return Travel(
        dispatch_number=_given(item.dispatch_number, before.dispatch_number),
        carrier=_given(item.carrier, before.carrier),
        tracking_number=_given(item.tracking_number, before.tracking_number),
        tracking_url=_given(item.tracking_url, before.tracking_url),
        shipped_at=_given(item.shipped_at, before.shipped_at) or before.shipped_at,
        delivered_at=_given(item.delivered_at, before.delivered_at),
    )


def ship(
    order: Order, lines: Sequence[ShipmentLine], *, by: UserId | None, at: datetime
) -> tuple[LineMove, ...]:
    """The order's own steps. Checked before the first of them, so that a refused one leaves no trace."""
    outstanding = {line.id: line.outstanding_quantity for line in order.lines}
    for line in lines:
        if line.quantity > outstanding[line.order_line_id]:
            raise ShippedBeyondOrdered(
                sku=line.sku, outstanding=outstanding[line.order_line_id], shipped=line.quantity
            )
    if order.status in _RELEASED:
        # An ERP that ships without a word has taken the order up all the same.
        order.start_processing(by=by, at=at)
    return order.ship({line.order_line_id: line.quantity for line in lines}, by=by, at=at)


def _line(order: Order, given: ShipmentLineItem) -> ShipmentLine:
    found = next((line for line in order.lines if _is_meant(line, given)), None)
    if found is None:
        raise UnknownOrderLine(number=order.number, line_number=given.line_number, sku=given.sku)
    return ShipmentLine(
        order_line_id=found.id,
        line_number=found.line_number,
        sku=found.sku.value,
        name=found.name,
        quantity=given.quantity,
        serials=tuple(given.serials),
    )


def _is_meant(line: OrderLine, given: ShipmentLineItem) -> bool:
    """By both names where both are given; a line without a name is none."""
    named = given.line_number is not None or given.sku is not None
    return named and given.line_number in {None, line.line_number} and given.sku in {None, line.sku.value}


def _given(value: Value | UnsetType | None, before: Value | None) -> Value | None:
    return before if isinstance(value, UnsetType) else value

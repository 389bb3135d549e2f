"""What happens to orders. `sequence` counts an order's events from one without a gap."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypedDict

from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.aggregate import DomainEvent
from b2b.domain.shared.ids import CustomerId, OrderId


class EventFacts(TypedDict):
    """What every event of an order says."""

    order_id: OrderId
    customer_id: CustomerId
    number: str
    status: OrderStatus
    sequence: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(DomainEvent):
    """`type` is the event's name on the wire. A `repeat` tells again what was told before."""

    type: ClassVar[str]

    order_id: OrderId
    customer_id: CustomerId
    number: str
    status: OrderStatus
    sequence: int
    at: datetime
    repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCreated(OrderEvent):
    type: ClassVar[str] = "order.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderApproved(OrderEvent):
    """In full or in part, as `status` says."""

    type: ClassVar[str] = "order.approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRejected(OrderEvent):
    type: ClassVar[str] = "order.rejected"

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(OrderEvent):
    type: ClassVar[str] = "order.cancelled"

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAmended(OrderEvent):
    """The distributor delivers less than was agreed."""

    type: ClassVar[str] = "order.amended"

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatusChanged(OrderEvent):
    """Every other step; those above have events of their own."""

    type: ClassVar[str] = "order.status_changed"

    from_status: OrderStatus


def told_again(facts: EventFacts, *, reason: str) -> OrderEvent:
    """What a receiver who had heard nothing of the order would act on."""
    match facts["status"]:
        case OrderStatus.PENDING_APPROVAL:
            return OrderCreated(**facts, repeat=True)
        case OrderStatus.REJECTED:
            return OrderRejected(**facts, repeat=True, reason=reason)
        case OrderStatus.CANCELLED:
            return OrderCancelled(**facts, repeat=True, reason=reason)
        case _:
            return OrderApproved(**facts, repeat=True)

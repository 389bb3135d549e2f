"""An order arrives with the last parcel of what is still to come."""

from datetime import datetime

from b2b.application.ordering.ports import Arrivals
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import UserId


async def deliver_if_arrived(order: Order, arrivals: Arrivals, *, by: UserId | None, at: datetime) -> None:
    """Asked whenever a parcel arrives, and whenever less is to come; the order is locked."""
    if order.status is OrderStatus.SHIPPED and await arrivals.all_arrived(order.id):
        order.deliver(by=by, at=at)

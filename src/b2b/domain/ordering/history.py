from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import CustomerId, OrderId, UserId


@dataclass(eq=False, kw_only=True)
class StatusChange:
    """One row of an order's history; `by` is None where the system or the ERP acted.

    - `sequence` is that of the event which the same step recorded.
    """

    id: UUID
    order_id: OrderId
    customer_id: CustomerId
    sequence: int
    from_status: OrderStatus | None
    to_status: OrderStatus
    by: UserId | None
    reason: str | None
    at: datetime

from typing import Any

import msgspec

from b2b.application.ordering.documents import order_document
from b2b.domain.ordering.events import OrderAmended, OrderCancelled, OrderEvent, OrderRejected
from b2b.domain.ordering.order import Order
from b2b.domain.shared.aggregate import AggregateRoot, DomainEvent
from b2b.infrastructure.persistence.outbox import EventDocument


class OrderPublisher:
    """An order's event carries the whole order, as it stands when the transaction commits."""

    @property
    def kind(self) -> type[AggregateRoot]:
        return Order

    def document(self, event: DomainEvent, aggregate: AggregateRoot) -> EventDocument | None:
        if not isinstance(event, OrderEvent) or not isinstance(aggregate, Order):
            return None
        data: dict[str, Any] = msgspec.to_builtins(order_document(aggregate))
        data["sequence"] = event.sequence
        if event.repeat:
            data["repeat"] = True
        if isinstance(event, OrderAmended | OrderCancelled | OrderRejected):
            data["reason"] = event.reason
        return EventDocument(
            type=event.type,
            aggregate_id=event.order_id,
            customer_id=event.customer_id,
            sequence=event.sequence,
            occurred_at=event.at,
            data=data,
        )

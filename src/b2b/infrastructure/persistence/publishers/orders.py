from collections.abc import Mapping, Sequence
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

    def documents(self, events: Sequence[DomainEvent], aggregate: AggregateRoot) -> list[EventDocument]:
        of_orders = [event for event in events if isinstance(event, OrderEvent)]
        if not of_orders or not isinstance(aggregate, Order):
            return []
        whole: dict[str, Any] = msgspec.to_builtins(order_document(aggregate))
        return [_document(event, whole) for event in of_orders]


def _document(event: OrderEvent, whole: Mapping[str, Any]) -> EventDocument:
    data = {**whole, "sequence": event.sequence}
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

"""What the business did. Counted where it becomes true for the world, and never with a dealer's name."""

from typing import Final

from prometheus_client import Counter, Histogram

EVENTS: Final = Counter(
    "b2b_events_published", "Events that were given their place in the feed.", ("type", "repeated")
)
ORDER_VALUE: Final = Counter("b2b_order_value", "Gross value of the orders placed.", ("currency",))
ACTIONS: Final = Counter("b2b_audited_actions", "Actions that the audit trail noted.", ("action",))

PUSHES: Final = Counter("b2b_pushes", "Pushes of the ERP that ended.", ("resource", "status"))
PUSH_ITEMS: Final = Counter("b2b_push_items", "Items of pushes that ended.", ("resource", "outcome"))
PUSH_SECONDS: Final = Histogram(
    "b2b_push_seconds",
    "Time from a push's begin to its end.",
    ("resource",),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
)

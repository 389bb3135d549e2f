"""Which aggregates' events the world learns of, and how they look there."""

from typing import Final

from b2b.infrastructure.persistence.outbox import Publisher
from b2b.infrastructure.persistence.publishers.orders import OrderPublisher

PUBLISHERS: Final[tuple[Publisher, ...]] = (OrderPublisher(),)

"""Which aggregates' events the world learns of, and how they look there."""

from typing import Final

from b2b.infrastructure.persistence.outbox import Publisher

PUBLISHERS: Final[tuple[Publisher, ...]] = ()

"""Counts that are dear and asked for all day, kept for a minute by each process."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from b2b.application.catalog.queries.products import ProductFacets, ProductFilters
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.observability.caches import CacheMeasure

KEPT_SECONDS: Final = 60.0
KEPT_MAX: Final = 200
# What has less to count is counted anew each time: that is quick, and one more or less is seen there.
PRODUCTS_MIN: Final = 1_000

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Place(Generic[V]):
    """One reads, the others wait for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    kept: V | None = None
    until: float = 0.0

    def fresh(self) -> V | None:
        return self.kept if time.monotonic() < self.until else None


class Shelf(ABC, Generic[K, V]):
    """Of this process alone; keys name the tenant."""

    def __init__(self) -> None:
        self._places: OrderedDict[K, _Place[V]] = OrderedDict()
        self._measure = CacheMeasure(type(self).__name__)

    @abstractmethod
    def is_dear(self, value: V) -> bool:
        """Whether it took so much counting that it is kept."""

    async def get(self, key: K, read: Callable[[], Awaitable[V]]) -> V:
        """As it was at most a minute ago."""
        place = self._place(key)
        if (kept := place.fresh()) is not None:
            self._measure.hit()
            return kept
        async with place.lock:
            if (kept := place.fresh()) is not None:
                self._measure.hit()
                return kept
            self._measure.missed()
            found = await read()
            if self.is_dear(found):
                place.kept, place.until = found, time.monotonic() + KEPT_SECONDS
            else:
                self._places.pop(key, None)
            return found

    def _place(self, key: K) -> _Place[V]:
        place = self._places.setdefault(key, _Place())
        self._places.move_to_end(key)
        while len(self._places) > KEPT_MAX:
            self._places.popitem(last=False)
        return place


class FacetShelf(Shelf[tuple[TenantId, ProductFilters], ProductFacets]):
    """The same for all people of a tenant, since facets say nothing of prices."""

    def is_dear(self, value: ProductFacets) -> bool:
        return value.total >= PRODUCTS_MIN


@dataclass(frozen=True, slots=True)
class StockAlerts:
    """`count` of the `empty` products have orders that are recent or wait for them."""

    empty: int
    count: int


class AlertShelf(Shelf[TenantId, StockAlerts]):
    """Products without stock, of the whole catalogue."""

    def is_dear(self, value: StockAlerts) -> bool:
        return value.empty >= PRODUCTS_MIN

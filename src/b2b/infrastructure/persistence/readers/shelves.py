"""What is dear to read and asked for all day, kept for a while by each process.

They are read anew when their time is over, when somebody says that they may have changed, or when they
are cleared.
"""

import asyncio
import math
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final, Generic, TypeVar

from b2b.application.catalog.queries.products import ProductFacets, ProductFilters
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.observability.caches import CacheMeasure

KEPT_SECONDS: Final = 60.0
KEPT_MAX: Final = 200
# What has less to count is counted anew each time: that is quick, and one more or less is seen there.
PRODUCTS_MIN: Final = 1_000
# However often the ERP pushes products, counting them takes no more than this share of a process's time.
COUNTING_SHARE_MAX: Final = 0.05

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Place(Generic[V]):
    """One reads, the others wait for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    kept: V | None = None
    until: float = 0.0
    doubted_until: float = 0.0
    doubts: int = 0

    def fresh(self) -> V | None:
        return self.kept if time.monotonic() < self.until else None

    def doubt(self) -> None:
        """It may have changed: it is read anew as soon as its last reading is paid off."""
        self.doubts += 1
        self.until = min(self.until, self.doubted_until)

    def put(self, found: V, kept_seconds: float, *, began_at: float) -> None:
        read_at = time.monotonic()
        self.kept = found
        self.until = read_at + kept_seconds
        self.doubted_until = read_at + (read_at - began_at) / COUNTING_SHARE_MAX

    async def fill(self, read: Callable[[], Awaitable[V]], kept_seconds: float) -> V:
        began_at, doubts = time.monotonic(), self.doubts
        found = await read()
        self.put(found, kept_seconds, began_at=began_at)
        if doubts != self.doubts:
            # What is told while it is read may be in it or not.
            self.until = min(self.until, self.doubted_until)
        return found


class Shelf(ABC, Generic[K, V]):
    """Of this process alone; keys name the tenant. What was not asked for the longest time makes room."""

    kept_max: ClassVar[int] = KEPT_MAX

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        self._kept_seconds = kept_seconds
        self._places: OrderedDict[K, _Place[V]] = OrderedDict()
        self._measure = CacheMeasure(type(self).__name__)
        self._doubted_at = 0.0

    @abstractmethod
    def is_dear(self, value: V) -> bool:
        """Whether it took so much counting that it is kept."""

    @abstractmethod
    def tenant_of(self, key: K) -> TenantId:
        """Whose it is."""

    def doubt(self, tenant_id: TenantId | None) -> None:
        self._doubted_at = time.monotonic()
        for key, place in self._places.items():
            if tenant_id is None or self.tenant_of(key) == tenant_id:
                place.doubt()

    def clear(self) -> None:
        self._doubted_at = time.monotonic()
        self._places.clear()

    def kept_until(self, key: K) -> float:
        """Of the monotonic clock; in the past where it is not kept."""
        place = self._places.get(key)
        return 0.0 if place is None else place.until

    def forget(self, key: K) -> None:
        """It turned out to be out of date."""
        self._places.pop(key, None)

    async def get(self, key: K, read: Callable[[], Awaitable[V]]) -> V:
        """As it was at most `kept_seconds` ago."""
        place = self._place(key)
        if (kept := place.fresh()) is not None:
            self._measure.hit()
            return kept
        async with place.lock:
            if (kept := place.fresh()) is not None:
                self._measure.hit()
                return kept
            self._measure.missed()
            found = await place.fill(read, self._kept_seconds)
            if not self.is_dear(found):
                place.until = 0.0
                self._places.pop(key, None)
            return found

    def keep(self, key: K, found: V, *, began_at: float, until: float = math.inf) -> None:
        """What somebody has read beside something else, since `began_at` of the monotonic clock.

        Where it was made of something that is kept itself, no longer than that: `until`.
        Not where it was doubted meanwhile, nor where somebody reads it just now.
        """
        if began_at <= self._doubted_at or self._kept_seconds <= 0:
            return
        place = self._place(key)
        if not place.lock.locked():
            self._measure.missed()
            place.put(found, self._kept_seconds, began_at=began_at)
            place.until = min(place.until, until)

    def _place(self, key: K) -> _Place[V]:
        place = self._places.setdefault(key, _Place())
        self._places.move_to_end(key)
        while len(self._places) > self.kept_max:
            self._places.popitem(last=False)
        return place


class FacetShelf(Shelf[tuple[TenantId, ProductFilters], ProductFacets]):
    """The same for all people of a tenant, since facets say nothing of prices."""

    def is_dear(self, value: ProductFacets) -> bool:
        return value.total >= PRODUCTS_MIN

    def tenant_of(self, key: tuple[TenantId, ProductFilters]) -> TenantId:
        return key[0]


@dataclass(frozen=True, slots=True)
class StockAlerts:
    """`count` of the `empty` products have orders that are recent or wait for them."""

    empty: int
    count: int


class AlertShelf(Shelf[TenantId, StockAlerts]):
    """Products without stock, of the whole catalogue."""

    def is_dear(self, value: StockAlerts) -> bool:
        return value.empty >= PRODUCTS_MIN

    def tenant_of(self, key: TenantId) -> TenantId:
        return key

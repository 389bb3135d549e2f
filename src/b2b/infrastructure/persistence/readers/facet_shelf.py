"""Counts over a whole catalogue, kept for a minute: they are the dear part of a page opened all day."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from b2b.application.catalog.queries.products import ProductFacets, ProductFilters
from b2b.domain.shared.ids import TenantId

KEPT_SECONDS: Final = 60.0
KEPT_MAX: Final = 200
# Fewer products are counted anew each time: that is quick, and one more or less is seen there.
PRODUCTS_MIN: Final = 1_000

Key = tuple[TenantId, ProductFilters]


@dataclass(slots=True)
class _Place:
    """One reads, the others wait for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    facets: ProductFacets | None = None
    until: float = 0.0

    def fresh(self) -> ProductFacets | None:
        return self.facets if time.monotonic() < self.until else None


class FacetShelf:
    """Of this process alone. The same for all people of a tenant, since facets say nothing of prices."""

    def __init__(self) -> None:
        self._places: OrderedDict[Key, _Place] = OrderedDict()

    async def facets(self, key: Key, read: Callable[[], Awaitable[ProductFacets]]) -> ProductFacets:
        """As they were at most a minute ago."""
        place = self._place(key)
        if (kept := place.fresh()) is not None:
            return kept
        async with place.lock:
            if (kept := place.fresh()) is not None:
                return kept
            found = await read()
            if found.total >= PRODUCTS_MIN:
                place.facets, place.until = found, time.monotonic() + KEPT_SECONDS
            else:
                self._places.pop(key, None)
            return found

    def _place(self, key: Key) -> _Place:
        place = self._places.setdefault(key, _Place())
        self._places.move_to_end(key)
        while len(self._places) > KEPT_MAX:
            self._places.popitem(last=False)
        return place

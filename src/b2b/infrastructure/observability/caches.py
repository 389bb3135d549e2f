"""How often what a process keeps saved it a question."""

from typing import Final

from prometheus_client import Counter

LOOKUPS: Final = Counter("b2b_cache_lookups", "Questions that a cache was asked.", ("cache", "outcome"))


class CacheMeasure:
    """Of one cache, by its name."""

    def __init__(self, cache: str) -> None:
        self._hits = LOOKUPS.labels(cache, "hit")
        self._misses = LOOKUPS.labels(cache, "miss")

    def hit(self) -> None:
        self._hits.inc()

    def missed(self) -> None:
        self._misses.inc()

"""A pool that says how many of its connections are in use, and how long somebody waited for one."""

import time
from typing import Final

from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

SIZE: Final = Gauge(
    "b2b_pool_connections_max", "Connections that the pools may open.", multiprocess_mode="livesum"
)
IN_USE: Final = Gauge(
    "b2b_pool_connections_in_use", "Connections that somebody holds.", multiprocess_mode="livesum"
)
WAITED: Final = Histogram(
    "b2b_pool_wait_seconds",
    "Time that somebody waited since every connection was taken.",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
TIMEOUTS: Final = Counter("b2b_pool_timeouts", "Waits for a connection that were given up.")


class MeasuredPool(AsyncAdaptedQueuePool):
    """Without overflow: what is in it is all there is."""

    _told = 0

    def _do_get(self) -> ConnectionPoolEntry:
        found = super()._do_get() if self._has_room() else self._wait()
        self._tell()
        return found

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        self._tell()

    def _tell(self) -> None:
        """By the difference: the process may have other pools, and getting may call itself."""
        now = self.checkedout()
        IN_USE.inc(now - self._told)
        self._told = now

    def _has_room(self) -> bool:
        return self.checkedin() > 0 or self.checkedout() < self.size()

    def _wait(self) -> ConnectionPoolEntry:
        began_at = time.perf_counter()
        try:
            return super()._do_get()
        except PoolTimeout:
            TIMEOUTS.inc()
            raise
        finally:
            WAITED.observe(time.perf_counter() - began_at)

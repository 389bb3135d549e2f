"""The leading scheduler reads for all what waits and how the servers are, now and then."""

import asyncio
import time
from pathlib import Path
from typing import Final

import structlog
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.integration.ports import Resource
from b2b.domain.shared.errors import DomainError
from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.tenants import active_tenants
from b2b.infrastructure.observability import backlog, servers
from b2b.infrastructure.observability.reading import Found, joined, registered
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS

log = structlog.get_logger(__name__)

PERIOD_SECONDS: Final = 15.0
# However much waits, reading it takes no more than this share of the time.
SHARE_MAX: Final = 0.05
RESOURCES: Final = [resource.value for resource in Resource]

READINGS: Final = registered((*backlog.MEASURES, *servers.MEASURES))


class StateWatch:
    """Keeps `READINGS` fresh until cancelled; then they are gone."""

    def __init__(self, engine: AsyncEngine, redis: Redis, home: Path) -> None:
        self._engine = engine
        self._redis = redis
        self._home = home

    async def run(self) -> None:
        try:
            while True:
                began_at = time.monotonic()
                await self.look()
                end_where_cancelled()
                await asyncio.sleep(max(PERIOD_SECONDS, (time.monotonic() - began_at) / SHARE_MAX))
        finally:
            READINGS.forget()

    async def look(self) -> None:
        """One trouble does not hide what the others say."""
        READINGS.take("machine", await servers.read_machine(self._home))
        READINGS.take("redis", await servers.read_redis(self._redis, time.time() * 1000))
        try:
            READINGS.take("postgres", await servers.read_postgres(self._engine))
            READINGS.take("backlog", await self._backlog())
        except DATABASE_FAULTS as error:
            log.warning("watch.failed", error=type(error).__name__)

    async def _backlog(self) -> list[Found]:
        found: list[Found] = []
        for tenant_id in await active_tenants(self._engine):
            try:
                found += await backlog.read_backlog(self._engine, tenant_id, RESOURCES)
            except DomainError as error:
                log.warning("watch.failed", tenant_id=tenant_id, error=type(error).__name__)
        return joined(found)

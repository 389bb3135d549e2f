"""Finds what is due in PostgreSQL, so that nothing depends on the queue's memory."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.access import system_actor
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import EndpointId, TenantId
from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.lanes import Wake, WakeUps
from b2b.infrastructure.messaging.tenants import active_tenants
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.repositories.events import DueEndpoint, SqlPublication
from b2b.infrastructure.persistence.session import open_session

log = structlog.get_logger(__name__)

PERIOD_SECONDS: Final = 1.0
# Longer than the period, so that the next round is never too late for what falls due before it.
HORIZON: Final = timedelta(seconds=1.6)


class Sweep:
    """Wakes endpoints to which something is due: at once where it is overdue, else at its very moment."""

    def __init__(self, engine: AsyncEngine, wake_ups: WakeUps) -> None:
        self._engine = engine
        self._wake_ups = wake_ups
        self._timers: dict[tuple[TenantId, EndpointId], asyncio.TimerHandle] = {}
        self._sending: set[asyncio.Task[bool]] = set()

    async def run(self) -> None:
        """A round each second until cancelled."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                end_where_cancelled()
                started_at = loop.time()
                for tenant_id in await active_tenants(self._engine):
                    await self._try(tenant_id)
                await asyncio.sleep(max(0.0, started_at + PERIOD_SECONDS - loop.time()))
        finally:
            for timer in self._timers.values():
                timer.cancel()

    async def look(self, tenant_id: TenantId) -> int:
        """One tenant, once; returns how many endpoints are woken now or in a moment."""
        async with open_session(self._engine, system_actor(tenant_id)) as session:
            due = await SqlPublication(session).due(HORIZON)
        now = datetime.now(UTC)
        await self._wake_ups.send([_wake(tenant_id, found) for found in due if found.at <= now])
        for found in due:
            if found.at > now:
                self._wake_later(tenant_id, found, (found.at - now).total_seconds())
        return len(due)

    def _wake_later(self, tenant_id: TenantId, found: DueEndpoint, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        key = (tenant_id, found.id)
        known = self._timers.get(key)
        if known is not None:
            if known.when() <= loop.time() + seconds:
                return
            known.cancel()
        self._timers[key] = loop.call_later(seconds, self._wake_now, key, _wake(tenant_id, found))

    def _wake_now(self, key: tuple[TenantId, EndpointId], wake: Wake) -> None:
        del self._timers[key]
        task = asyncio.ensure_future(self._wake_ups.send([wake]))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _try(self, tenant_id: TenantId) -> None:
        try:
            await self.look(tenant_id)
        except (DomainError, *DATABASE_FAULTS) as error:
            log.warning("sweep.failed", tenant_id=tenant_id, error=type(error).__name__)


def _wake(tenant_id: TenantId, found: DueEndpoint) -> Wake:
    return Wake(tenant_id, found.id, found.slow)

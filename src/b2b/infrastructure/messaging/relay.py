"""Moves events from the outbox into the feed and to the endpoints that want them."""

import asyncio
from contextlib import suppress
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.access import system_actor
from b2b.application.shared.tracing import UNTRACED, SpanKind, Tracing
from b2b.domain.ordering.events import OrderCreated
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.lanes import Wake, WakeUps
from b2b.infrastructure.messaging.tenants import active_tenants
from b2b.infrastructure.observability.business import EVENTS, ORDER_VALUE
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.repositories.events import Published, SqlPublication
from b2b.infrastructure.persistence.session import open_session

log = structlog.get_logger(__name__)

BATCH: Final = 500
POLL_SECONDS: Final = 1.0


class Relay:
    """Publishes each tenant's events in batches, a transaction each; then the endpoints are woken.

    - Two at once are harmless: per tenant one publishes while the other passes by.
    - Killed after a commit and before waking, it leaves deliveries that are due; the sweep finds them.
    """

    def __init__(self, engine: AsyncEngine, wake_ups: WakeUps, tracing: Tracing = UNTRACED) -> None:
        self._engine = engine
        self._tracing = tracing
        self._wake_ups = wake_ups
        self._hinted: set[TenantId] = set()
        self._hint = asyncio.Event()

    def hint(self, tenant_id: TenantId) -> None:
        """Something was committed to this tenant's outbox."""
        self._hinted.add(tenant_id)
        self._hint.set()

    async def run(self) -> None:
        """Serve hints at once and look at every tenant once a second, until cancelled."""
        loop = asyncio.get_running_loop()
        polled_at = 0.0
        while True:
            end_where_cancelled()
            if loop.time() - polled_at >= POLL_SECONDS:
                polled_at = loop.time()
                self._hinted.update(await active_tenants(self._engine))
            hinted, self._hinted = self._hinted, set()
            self._hint.clear()
            for tenant_id in hinted:
                await self._try(tenant_id)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(polled_at + POLL_SECONDS):
                    await self._hint.wait()

    async def publish(self, tenant_id: TenantId) -> int:
        """Everything that waits now; returns how many events it was."""
        count = 0
        while True:
            published = await self._publish_batch(tenant_id)
            count += len(published.events)
            _count(published)
            _log(tenant_id, published)
            self._trace(published)
            await self._wake_ups.send([Wake(tenant_id, *endpoint) for endpoint in published.endpoints])
            if len(published.events) < BATCH:
                return count

    async def _publish_batch(self, tenant_id: TenantId) -> Published:
        async with open_session(self._engine, system_actor(tenant_id)) as session:
            published = await SqlPublication(session).publish(str(tenant_id), BATCH)
            await session.commit()
            return published

    def _trace(self, published: Published) -> None:
        for event in published.events:
            if event.traceparent is not None:
                self._tracing.note_past(
                    f"publish {event.type}",
                    SpanKind.PASSED_ON,
                    max(0.0, event.seconds),
                    parent=event.traceparent,
                    b2b_event=str(event.id),
                )

    async def _try(self, tenant_id: TenantId) -> None:
        """One tenant's trouble is not the others'; the next round tries again."""
        try:
            await self.publish(tenant_id)
        except (DomainError, *DATABASE_FAULTS) as error:
            log.warning("relay.failed", tenant_id=tenant_id, error=type(error).__name__)


def _count(published: Published) -> None:
    """After the commit, so that nothing counts twice. These are measures and no accounts: floats do."""
    for event in published.events:
        EVENTS.labels(event.type, "yes" if event.repeated else "no").inc()
        if event.type == OrderCreated.type and event.currency and not event.repeated:
            ORDER_VALUE.labels(event.currency).inc(float(event.gross or 0))


def _log(tenant_id: TenantId, published: Published) -> None:
    """What happened, under the id of the request that caused it."""
    for event in published.events:
        log.info(
            "event.published",
            tenant_id=str(tenant_id),
            request_id=event.request_id,
            event_id=str(event.id),
            event_type=event.type,
            resource_id=str(event.aggregate_id),
        )

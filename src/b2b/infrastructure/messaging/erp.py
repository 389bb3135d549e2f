"""The connector's process: for each tenant with an ERP that we call, one task reads it, one writes to it."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import structlog
import uvloop
from dishka import AsyncContainer
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.integration.erp.ports import ErpAway, ErpRefused, ErpStream
from b2b.application.integration.erp.pull_changes import PullChangesHandler
from b2b.application.integration.erp.write_orders import CollectOrdersHandler, WriteOrderHandler
from b2b.application.shared.health import Dependencies
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.tenants import active_tenants
from b2b.infrastructure.messaging.worker import MessageProvider
from b2b.infrastructure.observability.metrics import serve_health
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS

log = structlog.get_logger(__name__)

ROUND_SECONDS: Final = 5.0
# While the ERP is away it is asked more and more rarely, and once it answers everything goes on at once.
AWAY_SECONDS_MAX: Final = 300.0
NEW_TENANTS_SECONDS: Final = 30.0
EVERY: Final = {
    ErpStream.PRODUCTS: timedelta(minutes=2),
    ErpStream.CUSTOMERS: timedelta(minutes=2),
    ErpStream.SHIP_TOS: timedelta(minutes=5),
    ErpStream.PRICES: timedelta(minutes=2),
    ErpStream.STOCK: timedelta(minutes=5),
    ErpStream.INVOICES: timedelta(minutes=2),
}
ROUNDS: Final = Counter("b2b_erp_rounds", "Rounds with an ERP that we call.", ("work", "outcome"))

_FAULTS: Final = (ErpAway, ErpRefused, DomainError, *DATABASE_FAULTS)


class Connector:
    """One tenant's reading and writing. A round does what is due; nothing is kept in memory but the clock."""

    def __init__(self, container: AsyncContainer, tenant_id: TenantId) -> None:
        self._container = container
        self._tenant_id = tenant_id
        self._read_at: dict[ErpStream, datetime] = {}

    async def run(self, *, round_seconds: float = ROUND_SECONDS) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._again_and_again("write", self.write, round_seconds))
            tasks.create_task(self._again_and_again("read", self.read, round_seconds))

    async def write(self) -> None:
        """Every order that is due. Raises `ErpAway`."""
        while await self._collect():
            pass
        while await self._write():
            pass

    async def read(self) -> None:
        """Every stream whose turn it is, to its end. Raises `ErpAway` and `ErpRefused`."""
        now = datetime.now().astimezone()
        for stream in ErpStream:
            if now - self._read_at.get(stream, datetime.min.replace(tzinfo=now.tzinfo)) >= EVERY[stream]:
                while await self._pull(stream):
                    pass
                self._read_at[stream] = now

    async def _collect(self) -> bool:
        async with self._container(context={TenantId: self._tenant_id}) as request:
            return await (await request.get(CollectOrdersHandler))()

    async def _write(self) -> bool:
        async with self._container(context={TenantId: self._tenant_id}) as request:
            return await (await request.get(WriteOrderHandler))()

    async def _pull(self, stream: ErpStream) -> bool:
        async with self._container(context={TenantId: self._tenant_id}) as request:
            return await (await request.get(PullChangesHandler))(stream)

    async def _again_and_again(
        self, work: str, round_of: Callable[[], Awaitable[None]], round_seconds: float
    ) -> None:
        pause, is_away = round_seconds, False
        while True:
            try:
                await round_of()
            except _FAULTS as fault:
                ROUNDS.labels(work, "failed").inc()
                pause = min(pause * 2, AWAY_SECONDS_MAX)
                if not is_away:
                    log.warning("erp.away", work=work, tenant_id=self._tenant_id, fault=str(fault))
                is_away = True
            else:
                ROUNDS.labels(work, "done").inc()
                if is_away:
                    log.info("erp.back", work=work, tenant_id=self._tenant_id)
                pause, is_away = round_seconds, False
            end_where_cancelled()
            await asyncio.sleep(pause)


class Connectors:
    """One for each tenant. Tenants without a connection cost a look at an empty table."""

    def __init__(self, container: AsyncContainer) -> None:
        self._container = container
        self._running: dict[TenantId, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled; tenants that come later get theirs within half a minute."""
        engine = await self._container.get(AsyncEngine)
        try:
            while True:
                with suppress(*DATABASE_FAULTS):
                    self._match(await active_tenants(engine))
                end_where_cancelled()
                await asyncio.sleep(NEW_TENANTS_SECONDS)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _match(self, tenants: list[TenantId]) -> None:
        for gone in self._running.keys() - set(tenants):
            self._running.pop(gone).cancel()
        for tenant_id in tenants:
            task = self._running.get(tenant_id)
            if task is not None and task.done() and not task.cancelled():
                log.error("erp.failed", tenant_id=tenant_id, exc_info=task.exception())
            if task is None or task.done():
                self._running[tenant_id] = asyncio.create_task(Connector(self._container, tenant_id).run())


async def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT; the token is given back at the end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    container = make_container(settings, MessageProvider())
    dependencies = await container.get(Dependencies)

    async def readiness() -> dict[str, bool]:
        # An ERP that is away is no fault of ours: it shows in the status of the connection.
        return {found.name: found.ok for found in await dependencies.check()}

    try:
        async with serve_health(
            readiness, port=settings.logo_metrics_port, host=settings.listen_host
        ) as port:
            log.info("logo.ready", health_port=port)
            work = asyncio.create_task(Connectors(container).run())
            waiting = asyncio.create_task(ended.wait())
            await asyncio.wait((work, waiting), return_when=asyncio.FIRST_COMPLETED)
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
    finally:
        await container.close()


def main() -> None:
    uvloop.run(serve(Settings.from_env()))

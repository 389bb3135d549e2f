"""The scheduler: of any number of them one leads, and does what must be done once."""

import asyncio
import signal
from contextlib import suppress
from typing import Final
from uuid import UUID

import psycopg
import structlog
import uvloop
from dishka import AsyncContainer
from prometheus_client import Gauge
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.health import Dependencies
from b2b.application.shared.tracing import Tracing
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import DATABASE_SCHEME, Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.jobs import JOBS, run_job
from b2b.infrastructure.messaging.lanes import WakeUps
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.messaging.sweep import Sweep
from b2b.infrastructure.messaging.watch import StateWatch
from b2b.infrastructure.messaging.worker import MessageProvider
from b2b.infrastructure.observability.metrics import serve_health
from b2b.infrastructure.observability.process import ProcessWatch
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.outbox import CHANNEL

log = structlog.get_logger(__name__)

STAND_BY_SECONDS: Final = 1.0
CHECK_SECONDS: Final = 5.0

LEADS: Final = Gauge("b2b_scheduler_leads", "1 while this scheduler is the one that leads.")


class Scheduler:
    """Leads while its own connection holds the one lock of the database; with the connection both are lost.

    - The connection must reach PostgreSQL itself: a pooler in transaction mode keeps neither lock nor LISTEN.
    - A leader that does not know yet that it was replaced does no harm: relay, sweep and jobs bear twice.
    """

    def __init__(self, settings: Settings, container: AsyncContainer) -> None:
        address = settings.database_direct_url or settings.database_url
        self._url = address.replace(DATABASE_SCHEME, "postgresql://", 1)
        self._home = settings.home
        self._container = container

    async def run(self) -> None:
        """Stand by, lead, and stand by again, until cancelled."""
        while True:
            try:
                # In a task of its own: before Python 3.13 whoever opened a group of which a task failed
                # counts as cancelled ever after, and this loop would end with its first connection.
                await asyncio.create_task(self._stand_by_and_lead())
            except* DATABASE_FAULTS as errors:
                log.warning(
                    "scheduler.interrupted", errors=[type(error).__name__ for error in errors.exceptions]
                )
            finally:
                LEADS.set(0)
            end_where_cancelled()
            await asyncio.sleep(STAND_BY_SECONDS)

    async def _stand_by_and_lead(self) -> None:
        async with await self._connect() as connection:
            await self._wait_to_lead(connection)
            await self._lead(connection)

    async def _connect(self) -> psycopg.AsyncConnection:
        # Keepalives: a leader whose machine is gone is noticed in seconds.
        return await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            application_name="b2b-scheduler",
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )

    async def _wait_to_lead(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            cursor = await connection.execute("select pg_try_advisory_lock(hashtextextended('scheduler', 0))")
            found = await cursor.fetchone()
            if found and found[0]:
                return
            await asyncio.sleep(STAND_BY_SECONDS)

    async def _lead(self, connection: psycopg.AsyncConnection) -> None:
        engine = await self._container.get(AsyncEngine)
        wake_ups = await self._container.get(WakeUps)
        redis, tracing = await self._container.get(Redis), await self._container.get(Tracing)
        relay, sweep = Relay(engine, wake_ups, tracing), Sweep(engine, wake_ups)
        LEADS.set(1)
        log.info("scheduler.leads")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_hear(connection, relay))
            tasks.create_task(relay.run())
            tasks.create_task(sweep.run())
            tasks.create_task(StateWatch(engine, redis, self._home).run())
            for job in JOBS:
                tasks.create_task(run_job(job, self._container))


async def _hear(connection: psycopg.AsyncConnection, relay: Relay) -> None:
    """Pass on the outbox's hints. Ends only with the connection, which it tries out while nothing comes."""
    await connection.execute(f"listen {CHANNEL}")
    while True:
        async for notice in connection.notifies(timeout=CHECK_SECONDS):
            with suppress(ValueError):
                relay.hint(TenantId(UUID(notice.payload)))
        await connection.execute("select 1")


async def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    container = make_container(settings, MessageProvider())
    dependencies = await container.get(Dependencies)

    async def readiness() -> dict[str, bool]:
        # A scheduler that stands by is as ready as one that leads.
        return {found.name: found.ok for found in await dependencies.check()}

    try:
        async with serve_health(
            readiness, port=settings.scheduler_metrics_port, host=settings.listen_host
        ) as port:
            log.info("scheduler.ready", health_port=port)
            watch = ProcessWatch()
            await watch.start()
            work = asyncio.create_task(Scheduler(settings, container).run())
            waiting = asyncio.create_task(ended.wait())
            await asyncio.wait((work, waiting), return_when=asyncio.FIRST_COMPLETED)
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            await watch.stop()
    finally:
        await container.close()


def main() -> None:
    uvloop.run(serve(Settings.from_env()))

"""The worker: threads take messages from the queues, and wait while one event loop runs the use cases."""

import asyncio
import signal
import threading
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Final
from uuid import UUID

import dramatiq
import structlog
import uvloop
from dishka import AsyncContainer, Provider, Scope, from_context, provide
from dramatiq import Broker, Worker
from dramatiq.middleware import Middleware

from b2b.application.integration.jobs import JobQueue
from b2b.application.integration.run_push_jobs import RunPushJobsHandler
from b2b.application.messaging.deliver_webhooks import DeliverWebhooks, DeliverWebhooksHandler
from b2b.application.shared.access import Actor, system_actor
from b2b.application.shared.health import Dependencies
from b2b.domain.shared.ids import EndpointId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.lanes import FAST, PUSHES, RUN_PUSHES, SLOW, actor_name, make_broker
from b2b.infrastructure.observability.actors import PASSED_BY, ActorMeasures
from b2b.infrastructure.observability.metrics import serve_health
from b2b.infrastructure.observability.process import ProcessWatch

log = structlog.get_logger(__name__)

# A thread waits for one endpoint's turn. Slow endpoints never have more than some of them.
THREADS: Final = 24
SLOW_TURNS_MAX: Final = 8
# Each keeps a connection of the pool busy.
PUSH_TURNS_MAX: Final = 2
STOP_MILLISECONDS: Final = 20_000


class MessageProvider(Provider):
    """Whoever put a message into the queue was the program itself, at work for the message's tenant."""

    scope = Scope.REQUEST
    tenant_id = from_context(TenantId, scope=Scope.REQUEST)

    @provide
    def actor(self, tenant_id: TenantId) -> Actor:
        return system_actor(tenant_id)


class Surroundings(Middleware):
    """The event loop, container and health page: there before the worker's threads, gone after them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loop = uvloop.new_event_loop()
        self._stack = AsyncExitStack()
        self._container: AsyncContainer | None = None

    def before_worker_boot(self, broker: Broker, worker: Worker) -> None:
        threading.Thread(target=self._loop.run_forever, daemon=True, name="event-loop").start()
        self.run(self._enter())

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def run(self, work: Coroutine[object, object, None]) -> None:
        """From a worker's thread: wait until the event loop has done the work."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def scope(self, tenant_id: TenantId) -> AbstractAsyncContextManager[AsyncContainer]:
        """Where the program acts for a message's tenant."""
        if self._container is None:
            raise LookupError("No worker has been started.")
        return self._container(context={TenantId: tenant_id})

    async def _enter(self) -> None:
        container = self._container = make_container(self._settings, MessageProvider())
        self._stack.push_async_callback(container.close)
        watch = ProcessWatch()
        await watch.start()
        self._stack.push_async_callback(watch.stop)
        # What is missing is found now, not with the first message.
        dependencies = await container.get(Dependencies)

        async def readiness() -> dict[str, bool]:
            return {found.name: found.ok for found in await dependencies.check()}

        health = serve_health(
            readiness, port=self._settings.worker_metrics_port, host=self._settings.listen_host
        )
        port = await self._stack.enter_async_context(health)
        log.info("worker.ready", health_port=port)


def declare_actors(broker: Broker, surroundings: Surroundings) -> None:
    """One actor per lane; a message carries ids only."""
    for queue, turns in ((FAST, THREADS), (SLOW, SLOW_TURNS_MAX)):
        _declare_delivery(broker, surroundings, queue, threading.BoundedSemaphore(turns))
    _declare_pushes(broker, surroundings, threading.BoundedSemaphore(PUSH_TURNS_MAX))


def _declare_delivery(
    broker: Broker, surroundings: Surroundings, queue: str, turns: threading.BoundedSemaphore
) -> None:
    async def deliver(tenant_id: TenantId, endpoint_id: EndpointId) -> None:
        structlog.contextvars.bind_contextvars(tenant_id=str(tenant_id), endpoint_id=str(endpoint_id))
        async with surroundings.scope(tenant_id) as request:
            handler = await request.get(DeliverWebhooksHandler)
            await handler(DeliverWebhooks(endpoint_id=endpoint_id, slow=queue == SLOW))

    @dramatiq.actor(broker=broker, queue_name=queue, actor_name=actor_name(queue))
    def deliver_webhooks(tenant_id: str, endpoint_id: str) -> None:
        # Where all turns are taken the wake-up is dropped; the sweep brings it back within a second.
        if not turns.acquire(blocking=False):
            PASSED_BY.labels(queue).inc()
            return
        try:
            surroundings.run(deliver(TenantId(UUID(tenant_id)), EndpointId(UUID(endpoint_id))))
        finally:
            turns.release()


def _declare_pushes(broker: Broker, surroundings: Surroundings, turns: threading.BoundedSemaphore) -> None:
    async def write(tenant_id: TenantId) -> None:
        structlog.contextvars.bind_contextvars(tenant_id=str(tenant_id))
        async with surroundings.scope(tenant_id) as request:
            if await (await request.get(RunPushJobsHandler))():
                # There may be more, and other tenants are in the queue as well.
                await (await request.get(JobQueue)).wake()

    @dramatiq.actor(broker=broker, queue_name=PUSHES, actor_name=RUN_PUSHES)
    def run_push_jobs(tenant_id: str) -> None:
        # As with deliveries: what is dropped here is found again.
        if not turns.acquire(blocking=False):
            PASSED_BY.labels(PUSHES).inc()
            return
        try:
            surroundings.run(write(TenantId(UUID(tenant_id))))
        finally:
            turns.release()


class WorkerProcess:
    """Everything that one process works off; `stop` lets what is under way end."""

    def __init__(self, settings: Settings) -> None:
        surroundings = Surroundings(settings)
        self._broker = make_broker(settings.redis_url, surroundings, ActorMeasures())
        declare_actors(self._broker, surroundings)
        self._worker = Worker(self._broker, worker_threads=THREADS)

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        self._worker.stop(timeout=STOP_MILLISECONDS)
        self._broker.close()


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    process = WorkerProcess(Settings.from_env())
    process.start()
    ended.wait()
    process.stop()

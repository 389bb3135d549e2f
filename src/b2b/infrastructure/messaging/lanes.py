"""The queue's side of deliveries: a message is a wake-up with ids, and losing it costs at most a second."""

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple

import structlog
from dramatiq import Broker, Consumer, Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import BrokerConnectionError
from dramatiq.middleware import Middleware
from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from b2b.application.shared.access import Actor
from b2b.domain.shared.ids import EndpointId, TenantId

log = structlog.get_logger(__name__)

DELIVER: Final = "deliver_webhooks"
# Endpoints that answer slowly wait for each other in a queue of their own.
FAST: Final = "webhooks"
SLOW: Final = "webhooks-slow"
# Pushes whose senders do not wait.
PUSHES: Final = "pushes"
RUN_PUSHES: Final = "run_push_jobs"
QUEUES: Final = (FAST, SLOW, PUSHES)
NAMESPACE: Final = "b2b-queues"

POLL_MILLISECONDS: Final = 50
HEARTBEAT_MILLISECONDS: Final = 10_000
SOCKET_SECONDS: Final = 2.0


def actor_name(queue: str) -> str:
    return f"{DELIVER}.{queue}"


class Wake(NamedTuple):
    """An endpoint to which something is due."""

    tenant_id: TenantId
    endpoint_id: EndpointId
    slow: bool

    def message(self) -> "Message[None]":
        queue = SLOW if self.slow else FAST
        ids = (str(self.tenant_id), str(self.endpoint_id))
        return Message(queue_name=queue, actor_name=actor_name(queue), args=ids, kwargs={}, options={})


class PushWake(NamedTuple):
    """A tenant that has a push to be written."""

    tenant_id: TenantId

    def message(self) -> "Message[None]":
        ids = (str(self.tenant_id),)
        return Message(queue_name=PUSHES, actor_name=RUN_PUSHES, args=ids, kwargs={}, options={})


class PromptBroker(RedisBroker):
    """Asks Redis often while a queue is empty: a retry is on time to a few hundredths of a second."""

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = POLL_MILLISECONDS) -> Consumer:
        return super().consume(queue_name, prefetch, min(timeout, POLL_MILLISECONDS))


def make_broker(redis_url: str, *middleware: Middleware) -> Broker:
    """Retries, limits and results are not the broker's here: the state of every delivery is in PostgreSQL."""
    # Whoever sends a wake-up never waits long for a missing Redis. The one retry is for connections that a
    # restart has closed.
    pool = ConnectionPool.from_url(
        redis_url,
        socket_timeout=SOCKET_SECONDS,
        socket_connect_timeout=SOCKET_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )
    broker: Broker = PromptBroker(  # type: ignore[no-untyped-call]  # dramatiq leaves it untyped
        client=Redis(connection_pool=pool),
        middleware=list(middleware),
        heartbeat_timeout=HEARTBEAT_MILLISECONDS,
        namespace=NAMESPACE,
    )
    for queue in QUEUES:
        broker.declare_queue(queue)
    return broker


class WakeUps:
    """Sends wake-ups from the event loop. Without Redis they are dropped: the sweep comes by again."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._away = False

    async def send(self, wakes: Sequence[Wake | PushWake]) -> bool:
        """Whether the queue took them."""
        if not wakes:
            return True
        try:
            await asyncio.to_thread(self._enqueue, wakes)
        except (RedisError, BrokerConnectionError, OSError) as error:
            if not self._away:
                log.warning("queue.away", error=type(error).__name__)
            self._away = True
            return False
        self._away = False
        return True

    def _enqueue(self, wakes: Sequence[Wake | PushWake]) -> None:
        for wake in wakes:
            self._broker.enqueue(wake.message())


class QueueLanes:
    """The port by which use cases wake an endpoint of the actor's tenant."""

    def __init__(self, wake_ups: WakeUps, actor: Actor) -> None:
        self._wake_ups = wake_ups
        self._tenant_id = actor.tenant_id

    async def wake(self, endpoint_id: EndpointId, *, slow: bool) -> None:
        await self._wake_ups.send([Wake(self._tenant_id, endpoint_id, slow)])


class PushQueue:
    """The port by which use cases tell the workers of a job of the actor's tenant."""

    def __init__(self, wake_ups: WakeUps, actor: Actor) -> None:
        self._wake_ups = wake_ups
        self._tenant_id = actor.tenant_id

    async def wake(self) -> None:
        await self._wake_ups.send([PushWake(self._tenant_id)])

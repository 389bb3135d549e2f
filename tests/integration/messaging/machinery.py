"""Events put into the outbox, endpoints, and the worker and the scheduler as a test starts and kills them."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from b2b.application.messaging.documents import event_reference
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.scheduler import Scheduler
from b2b.infrastructure.messaging.worker import MessageProvider, WorkerProcess
from tests.integration.world import World


def add_event(world: World, event_type: str = "order.created", **payload: object) -> str:
    """One committed event; answers the id that the world knows it by."""
    return add_events(world, 1, event_type, **payload)[0]


def add_events(world: World, count: int, event_type: str = "order.created", **payload: object) -> list[str]:
    ids = [new_id() for _ in range(count)]
    now = datetime.now(UTC)
    with world.builder.connection.cursor() as cursor:
        cursor.executemany(
            "insert into outbox (id, tenant_id, type, aggregate_id, sequence, payload, occurred_at)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    id,
                    world.tenant_id,
                    event_type,
                    new_id(),
                    1,
                    Jsonb({"number": f"ORD-{place}", **payload}),
                    now,
                )
                for place, id in enumerate(ids)
            ],
        )
    return [event_reference(id) for id in ids]


def add_life(world: World, aggregate_id: UUID, sequences: Iterable[int]) -> list[str]:
    """Events of one resource, each with its number."""
    ids = [
        world.builder.insert(
            "outbox",
            id=new_id(),
            type="order.changed",
            aggregate_id=aggregate_id,
            sequence=sequence,
            payload=Jsonb({}),
            occurred_at=datetime.now(UTC),
        )
        for sequence in sequences
    ]
    return [event_reference(id) for id in ids]


async def until(found: Callable[[], Any], *, seconds: float = 10.0) -> Any:
    """Whatever `found` answers once it answers something."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline, "It did not come about in time."
        await asyncio.sleep(0.02)
    return result


@asynccontextmanager
async def scheduling(settings: Settings) -> AsyncIterator[None]:
    """A scheduler in this process: relay, sweep and all."""
    container = make_container(settings, MessageProvider())
    task = asyncio.create_task(Scheduler(settings, container).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await container.close()


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[WorkerProcess]:
    """A worker in this process, with its threads and its own event loop."""
    process = WorkerProcess(settings)
    await asyncio.to_thread(process.start)
    try:
        yield process
    finally:
        await asyncio.to_thread(process.stop)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    async with working(settings), scheduling(settings):
        yield


@dataclass
class Child:
    """A worker or scheduler as a process of its own."""

    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, module: str, environment: dict[str, str]) -> Self:
        code = f"from b2b.infrastructure.messaging.{module} import main; main()"
        return cls(subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **environment}))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=30)


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        "B2B_DATABASE_URL": settings.database_url,
        "B2B_REDIS_URL": settings.redis_url,
        "B2B_JWT_SECRET": settings.jwt_secret,
        "B2B_SECRETS_KEY": settings.secrets_key,
        "B2B_ALLOW_PRIVATE_WEBHOOKS": str(settings.allow_private_webhooks).lower(),
        "B2B_WEBHOOK_TIMEOUT_SECONDS": str(settings.webhook_timeout_seconds),
        "B2B_WEBHOOK_FAST_DELAYS": ",".join(map(str, settings.webhook_fast_delays)),
        "B2B_WEBHOOK_PROBE_SECONDS": str(settings.webhook_probe_seconds),
        "B2B_WEBHOOK_SLOW_DELAYS": ",".join(map(str, settings.webhook_slow_delays)),
    }


class Ledger:
    """What the database says of deliveries."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def states(self) -> dict[str, int]:
        rows = self._connection.execute("select state, count(*) from webhook_deliveries group by state")
        return {row[0]: row[1] for row in rows}

    def all_are(self, state: str, count: int) -> bool:
        return self.states() == {state: count}

    def attempts(self) -> list[tuple[int, datetime, int | None, str | None]]:
        return self._connection.execute(
            "select number, at, status, error from webhook_attempts order by delivery_id, number"
        ).fetchall()

    def attempts_at(self, endpoint_id: str) -> list[tuple[datetime, int]]:
        """When each attempt of an endpoint's one delivery began, and its milliseconds."""
        return self._connection.execute(
            "select a.at, a.duration_ms from webhook_attempts a"
            " join webhook_deliveries d on d.id = a.delivery_id"
            " where d.endpoint_id = %s order by a.number",
            [endpoint_id],
        ).fetchall()

    def actions(self, entity: str) -> list[str]:
        """What the audit trail says was done, without the entity's name."""
        rows = self._connection.execute(
            "select action from audit_log where entity = %s order by at, id", [entity]
        )
        return [row[0].removeprefix(f"{entity}.") for row in rows]

    def positions(self) -> Sequence[tuple[UUID, int | None]]:
        return self._connection.execute("select id, position from outbox order by position, id").fetchall()


Endpoint = Callable[..., Awaitable[dict[str, Any]]]

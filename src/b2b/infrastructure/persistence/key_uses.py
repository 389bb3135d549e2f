"""Uses of keys are kept in batches, off the requests' way."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from uuid import UUID

import psycopg
import structlog
from prometheus_client import Counter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.identity.key_uses import KeyUse
from b2b.application.shared.access import system_actor
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import TenantId, new_id
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.readers.statements import driver_of
from b2b.infrastructure.persistence.session import open_session

log = structlog.get_logger(__name__)

# Some 20 MB at most, and minutes of a busy process while the database is away.
ROOM: Final = 50_000
BATCH: Final = 2_000
PERIOD_SECONDS: Final = 1.0
LAST_TRIES: Final = 3

KEPT: Final = Counter("b2b_key_uses_kept", "Uses of API keys that were written down.")
DROPPED: Final = Counter("b2b_key_uses_dropped", "Uses of API keys that were not written down.", ("reason",))

# Row security takes no COPY, so the rows come by way of a table of the connection's own.
_STAGE: Final = (
    "create temp table if not exists key_uses_in (id uuid, at timestamptz, api_key_id uuid, method text,"
    " endpoint text, status integer, duration_ms integer, ip inet, user_agent text, request_id text)"
    " on commit delete rows"
)
_COPY: Final = "copy key_uses_in from stdin"
# Again after an answer that got lost, nothing is written twice.
_INSERT: Final = (
    "insert into key_uses (id, at, client_id, api_key_id, method, endpoint, status, duration_ms, ip,"
    " user_agent, request_id)"
    " select i.id, i.at, k.client_id, i.api_key_id, i.method, i.endpoint, i.status, i.duration_ms, i.ip,"
    " i.user_agent, i.request_id from key_uses_in i left join api_keys k on k.id = i.api_key_id"
    " on conflict do nothing"
)

_Waiting = tuple[UUID, KeyUse]


class SqlKeyUses:
    """- Within a second of its request a use is written, unless the database is away.
    - `close` writes what still waits.
    """

    def __init__(self, engine: AsyncEngine, *, kept_days: int, room: int = ROOM) -> None:
        self._engine = engine
        self._kept_days = kept_days
        self._room = room
        self._waiting: deque[_Waiting] = deque()
        self._work: asyncio.Task[None] | None = None

    def note(self, use: KeyUse) -> None:
        if len(self._waiting) >= self._room:
            DROPPED.labels("no_room").inc()
            return
        self._waiting.append((new_id(), use))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_on())

    async def close(self) -> None:
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work
        for _ in range(LAST_TRIES):
            if await self._write_waiting():
                return
            await asyncio.sleep(PERIOD_SECONDS / 2)
        DROPPED.labels("closed").inc(len(self._waiting))
        log.error("key_uses.lost", count=len(self._waiting))

    async def _write_on(self) -> None:
        while self._waiting:
            await asyncio.sleep(PERIOD_SECONDS)
            await self._write_waiting()

    async def _write_waiting(self) -> bool:
        """Whether nothing is left; what could not be written waits on."""
        try:
            while self._waiting:
                batch = [self._waiting[place] for place in range(min(BATCH, len(self._waiting)))]
                for tenant_id in {use.tenant_id for _, use in batch}:
                    await self._write(tenant_id, [each for each in batch if each[1].tenant_id == tenant_id])
                for _ in batch:
                    self._waiting.popleft()
        except DATABASE_FAULTS as error:
            log.warning("key_uses.waiting", count=len(self._waiting), error=type(error).__name__)
            return False
        return True

    async def _write(self, tenant_id: TenantId, uses: Sequence[_Waiting]) -> None:
        try:
            try:
                await self._copy(tenant_id, uses)
            except psycopg.errors.CheckViolation:
                # No partition for today: the scheduler has not run for months.
                await self._make_partitions()
                await self._copy(tenant_id, uses)
        except DomainError:
            DROPPED.labels("tenant").inc(len(uses))
        else:
            KEPT.inc(len(uses))

    async def _copy(self, tenant_id: TenantId, uses: Sequence[_Waiting]) -> None:
        async with open_session(self._engine, system_actor(tenant_id)) as session:
            driver = await driver_of(session)
            async with driver.cursor() as cursor:
                await cursor.execute(_STAGE)
                async with cursor.copy(_COPY) as copy:
                    for use_id, use in uses:
                        await copy.write_row(_row(use_id, use))
                await cursor.execute(_INSERT)
            await session.commit()

    async def _make_partitions(self) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(text("select keep_key_uses(:days)"), {"days": self._kept_days})


def _row(use_id: UUID, use: KeyUse) -> tuple[object, ...]:
    origin = use.origin
    return (
        use_id,
        use.at,
        use.key_id,
        use.method,
        use.endpoint,
        use.status,
        use.duration_ms,
        origin.ip,
        origin.user_agent,
        origin.request_id,
    )

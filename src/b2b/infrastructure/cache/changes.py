"""Processes tell each other through Redis that what they keep may be out of date.

Nothing depends on it: who hears nothing, since Redis is away, keeps things for their time and no longer.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Protocol

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.ending import end_where_cancelled

log = structlog.get_logger(__name__)

CHANNEL: Final = "b2b-changes"
HEARS_SECONDS: Final = 10.0
TRIES_AGAIN_SECONDS: Final = 1.0

_AWAY: Final = (RedisError, OSError, TimeoutError)


class Keeper(Protocol):
    """Who keeps answers."""

    def doubt(self, tenant_id: TenantId | None) -> None:
        """Of this tenant, or of all: what was read until now may have changed."""

    def clear(self) -> None:
        """Nothing is kept any more."""


class Change(msgspec.Struct, frozen=True):
    """Without a tenant all are meant. `cleared`: nothing is to be kept, however dear it was."""

    tenant_id: TenantId | None = None
    cleared: bool = False


class ChangeTeller:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def tell(self, change: Change) -> bool:
        """After the commit. Whether anybody could be told."""
        try:
            await self._redis.publish(CHANNEL, msgspec.json.encode(change))
        except _AWAY:
            return False
        return True


class ChangeListener:
    """Of one process, until it is stopped."""

    def __init__(self, redis: Redis, keepers: Sequence[Keeper]) -> None:
        self._redis = redis
        self._keepers = keepers
        self._task: asyncio.Task[None] | None = None
        self.hears = asyncio.Event()

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        told = False
        while True:
            try:
                await self._hear()
            except _AWAY as error:
                if self.hears.is_set() or not told:
                    told = True
                    log.warning("changes.unheard", error=type(error).__name__)
            except Exception:
                log.exception("changes.failed")
            finally:
                self.hears.clear()
            end_where_cancelled()
            await asyncio.sleep(TRIES_AGAIN_SECONDS)

    async def _hear(self) -> None:
        """Whoever is silent is asked whether they are there; who stays silent is away."""
        asked = False
        async with self._redis.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            while True:
                message = await channel.get_message(timeout=HEARS_SECONDS)
                if message is None:
                    if asked:
                        raise TimeoutError
                    asked = True
                    await channel.ping()
                    continue
                asked = False
                if message["type"] == "subscribe":
                    # Whatever was said meanwhile was missed.
                    self._pass_on(Change())
                    self.hears.set()
                elif message["type"] == "message":
                    self._pass_on(_understood(message["data"]))

    def _pass_on(self, change: Change) -> None:
        for keeper in self._keepers:
            if change.cleared:
                keeper.clear()
            else:
                keeper.doubt(change.tenant_id)


def _understood(content: bytes) -> Change:
    """What another version says differently is said of everything."""
    try:
        return msgspec.json.decode(content, type=Change)
    except msgspec.MsgspecError:
        return Change()

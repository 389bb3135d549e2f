import asyncio
from collections.abc import Awaitable

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.health import Dependency
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS

TIMEOUT_SECONDS = 2.0


class LiveDependencies:
    """Asks PostgreSQL and Redis themselves."""

    def __init__(self, engine: AsyncEngine, redis: Redis) -> None:
        self._engine = engine
        self._redis = redis

    async def check(self) -> list[Dependency]:
        return list(await asyncio.gather(_ask("postgresql", self._database()), _ask("redis", self._ping())))

    async def _database(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(text("select 1"))

    async def _ping(self) -> None:
        await self._redis.ping()


async def _ask(name: str, question: Awaitable[None]) -> Dependency:
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await question
    except (RedisError, *DATABASE_FAULTS) as error:
        return Dependency(name=name, ok=False, detail=type(error).__name__)
    return Dependency(name=name, ok=True)

from collections.abc import AsyncIterator

from dishka import Provider, Scope, from_context, provide
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from b2b.application.shared.health import Dependencies
from b2b.infrastructure.config import Settings, required
from b2b.infrastructure.observability.dependencies import LiveDependencies


class PlatformProvider(Provider):
    """What every process has once: its settings, Redis, its view of its own health."""

    scope = Scope.APP
    settings = from_context(Settings, scope=Scope.APP)
    dependencies = provide(LiveDependencies, provides=Dependencies)

    @provide
    async def redis(self, settings: Settings) -> AsyncIterator[Redis]:
        # A missing Redis must cost a request little: short timeouts, no retries.
        client = Redis.from_url(
            required(settings.redis_url, "redis_url"),
            socket_timeout=0.5,
            socket_connect_timeout=0.5,
            retry=Retry(NoBackoff(), 0),
        )
        yield client
        await client.aclose()

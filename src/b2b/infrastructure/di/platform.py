from collections.abc import AsyncIterator

from dishka import Provider, Scope, from_context, provide
from redis.asyncio import Redis

from b2b.application.shared.health import Dependencies
from b2b.application.shared.tracing import UNTRACED, Tracing
from b2b.infrastructure.config import Settings, required
from b2b.infrastructure.observability.dependencies import LiveDependencies
from b2b.infrastructure.redis_client import make_redis


class PlatformProvider(Provider):
    """What every process has once: its settings, Redis, its view of its own health."""

    scope = Scope.APP
    settings = from_context(Settings, scope=Scope.APP)
    dependencies = provide(LiveDependencies, provides=Dependencies)

    @provide
    async def tracing(self, settings: Settings) -> AsyncIterator[Tracing]:
        """Nothing of OpenTelemetry is imported where no collector is named."""
        if settings.traces_url is None:
            yield UNTRACED
            return
        from b2b.infrastructure.observability.traces import OtlpTracing  # noqa: PLC0415

        tracing = OtlpTracing(
            settings.traces_url, share=settings.traces_share, environment=settings.environment
        )
        yield tracing
        await tracing.aclose()

    @provide
    async def redis(self, settings: Settings) -> AsyncIterator[Redis]:
        client = make_redis(required(settings.redis_url, "redis_url"))
        yield client
        await client.aclose()

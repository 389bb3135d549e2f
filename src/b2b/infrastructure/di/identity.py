from datetime import timedelta

from dishka import Provider, Scope, provide, provide_all
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.identity.ports import (
    AccessTokens,
    ApiKeyDirectory,
    Logins,
    PasswordHasher,
    Sessions,
    SignInPolicy,
    Tenants,
)
from b2b.application.identity.refresh_session import RefreshSessionHandler
from b2b.application.identity.sign_in import SignInHandler
from b2b.application.identity.sign_out import SignOutHandler
from b2b.application.identity.token_pairs import TokenIssuer
from b2b.application.shared.limits import RateLimits
from b2b.application.shared.ports import Clock
from b2b.application.shared.settings import TenantSettings
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.repositories.settings import SqlTenantSettings
from b2b.infrastructure.persistence.repositories.sign_in import SqlLogins, SqlSessions
from b2b.infrastructure.security.api_keys import SqlApiKeyDirectory
from b2b.infrastructure.security.passwords import Argon2PasswordHasher
from b2b.infrastructure.security.rate_limits import RedisRateLimits
from b2b.infrastructure.security.tenants import SqlTenants
from b2b.infrastructure.security.tokens import JwtAccessTokens


class IdentityProvider(Provider):
    """Who is who and what they may do; the tenant's settings; the audit trail's reader."""

    scope = Scope.REQUEST

    @provide(scope=Scope.APP)
    def tokens(self, settings: Settings) -> AccessTokens:
        return JwtAccessTokens(settings.jwt_secret, lifetime=timedelta(minutes=settings.access_token_minutes))

    @provide(scope=Scope.APP)
    def hasher(self, settings: Settings) -> PasswordHasher:
        return Argon2PasswordHasher(memory_kib=settings.password_memory_kib, passes=settings.password_passes)

    @provide(scope=Scope.APP)
    def policy(self, settings: Settings) -> SignInPolicy:
        return SignInPolicy(
            attempts_per_minute=settings.sign_in_attempts_per_minute,
            refresh_for=timedelta(days=settings.refresh_token_days),
        )

    @provide(scope=Scope.APP)
    def tenants(self, engine: AsyncEngine, settings: Settings) -> Tenants:
        return SqlTenants(engine, settings.default_tenant)

    @provide(scope=Scope.APP)
    def api_keys(self, engine: AsyncEngine, clock: Clock) -> ApiKeyDirectory:
        return SqlApiKeyDirectory(engine, clock)

    @provide(scope=Scope.APP)
    def limits(self, redis: Redis) -> RateLimits:
        return RedisRateLimits(redis)

    sql_settings = provide(SqlTenantSettings)

    @provide
    def settings(self, stored: SqlTenantSettings) -> TenantSettings:
        return stored

    logins = provide(SqlLogins, provides=Logins)
    sessions = provide(SqlSessions, provides=Sessions)

    handlers = provide_all(TokenIssuer, SignInHandler, RefreshSessionHandler, SignOutHandler)

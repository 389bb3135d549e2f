from collections.abc import AsyncIterator
from datetime import timedelta

from dishka import Provider, Scope, provide, provide_all
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.audit.queries.audit_log import AuditReader, ListAudit
from b2b.application.identity.act_for_dealer import (
    BeginActingHandler,
    BeginWebActingHandler,
    EndActingHandler,
    EndWebActingHandler,
)
from b2b.application.identity.change_setting import ChangeSettingHandler
from b2b.application.identity.create_user import CreateUserHandler
from b2b.application.identity.edit_user import EditUserHandler
from b2b.application.identity.grant_token import TokenGrants
from b2b.application.identity.key_uses import HalvedLimits, KeyUses
from b2b.application.identity.manage_api_keys import (
    EditApiKeyHandler,
    IssueApiKeyHandler,
    RegisterApiClientHandler,
    RevokeApiKeyHandler,
    RotateApiKeyHandler,
)
from b2b.application.identity.manage_roles import CreateRoleHandler, DeleteRoleHandler, EditRoleHandler
from b2b.application.identity.manage_sessions import RevokeOwnSessionHandler, RevokeSessionHandler
from b2b.application.identity.ports import (
    AccessTokens,
    ApiClients,
    ApiKeyDirectory,
    KeyPolicy,
    Logins,
    MachineTokens,
    PasswordHasher,
    Roles,
    Sessions,
    SignInPolicy,
    StoredSettings,
    Tenants,
    Users,
    WebSessions,
)
from b2b.application.identity.queries.api_clients import (
    ApiClientReader,
    KeyLimits,
    ListApiClients,
    ListApiKeys,
    ShowApiKey,
)
from b2b.application.identity.queries.key_uses import KeyUseReader, ListKeyUses, SumKeyUses
from b2b.application.identity.queries.me import MeReader, ShowMe
from b2b.application.identity.queries.roles import ListRoles, RoleReader, ShowRole
from b2b.application.identity.queries.sessions import ListOwnSessions, ListSessions, SessionReader
from b2b.application.identity.queries.settings import ShowSettings
from b2b.application.identity.queries.users import ListUsers, ShowUser, UserReader
from b2b.application.identity.refresh_session import RefreshSessionHandler
from b2b.application.identity.set_password import ChangeOwnPasswordHandler, SetPasswordHandler
from b2b.application.identity.sign_in import SignInHandler
from b2b.application.identity.sign_out import SignOutHandler
from b2b.application.identity.token_pairs import TokenIssuer
from b2b.application.identity.web_session import StartWebSessionHandler
from b2b.application.shared.limits import RateLimits
from b2b.application.shared.ports import Clock
from b2b.application.shared.settings import TenantSettings
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.key_uses import SqlKeyUses
from b2b.infrastructure.persistence.readers.api_clients import SqlApiClientReader
from b2b.infrastructure.persistence.readers.audit import SqlAuditReader
from b2b.infrastructure.persistence.readers.identity import (
    SqlMeReader,
    SqlRoleReader,
    SqlSessionReader,
    SqlUserReader,
)
from b2b.infrastructure.persistence.readers.key_uses import SqlKeyUseReader
from b2b.infrastructure.persistence.repositories.identity import SqlApiClients, SqlRoles, SqlUsers
from b2b.infrastructure.persistence.repositories.settings import SqlTenantSettings
from b2b.infrastructure.persistence.repositories.sign_in import SqlLogins, SqlSessions
from b2b.infrastructure.security.api_keys import SqlApiKeyDirectory
from b2b.infrastructure.security.halved_limits import SqlHalvedLimits
from b2b.infrastructure.security.machine_tokens import JwtMachineTokens
from b2b.infrastructure.security.passwords import Argon2PasswordHasher
from b2b.infrastructure.security.rate_limits import RedisRateLimits
from b2b.infrastructure.security.tenants import SqlTenants
from b2b.infrastructure.security.tokens import WEB_AUDIENCE, JwtAccessTokens
from b2b.infrastructure.security.web_sessions import SqlWebSessions


class IdentityProvider(Provider):
    """Who is who and what they may do; the tenant's settings; the audit trail's reader."""

    scope = Scope.REQUEST

    @provide(scope=Scope.APP)
    def tokens(self, settings: Settings) -> AccessTokens:
        return JwtAccessTokens(settings.jwt_secret, lifetime=timedelta(minutes=settings.access_token_minutes))

    @provide(scope=Scope.APP)
    def machine_tokens(self, settings: Settings) -> MachineTokens:
        lifetime = timedelta(minutes=settings.access_token_minutes)
        return JwtMachineTokens(settings.jwt_secret, lifetime=lifetime)

    @provide(scope=Scope.APP)
    def web_sessions(self, engine: AsyncEngine, settings: Settings, clock: Clock) -> WebSessions:
        lifetime = timedelta(days=settings.refresh_token_days)
        tokens = JwtAccessTokens(settings.jwt_secret, lifetime=lifetime, audience=WEB_AUDIENCE)
        return SqlWebSessions(
            engine, tokens, clock, fresh_for=timedelta(minutes=settings.access_token_minutes)
        )

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

    @provide(scope=Scope.APP)
    def key_policy(self, settings: Settings) -> KeyPolicy:
        return KeyPolicy(requests_per_minute=settings.api_key_requests_per_minute)

    @provide(scope=Scope.APP)
    async def key_uses(self, engine: AsyncEngine, settings: Settings) -> AsyncIterator[KeyUses]:
        uses = SqlKeyUses(engine, kept_days=settings.key_uses_kept_days)
        yield uses
        await uses.close()

    halved_limits = provide(SqlHalvedLimits, provides=HalvedLimits, scope=Scope.APP)
    token_grants = provide(TokenGrants, scope=Scope.APP)

    sql_settings = provide(SqlTenantSettings)

    @provide
    def settings(self, stored: SqlTenantSettings) -> TenantSettings:
        return stored

    @provide
    def stored_settings(self, stored: SqlTenantSettings) -> StoredSettings:
        return stored

    logins = provide(SqlLogins, provides=Logins)
    sessions = provide(SqlSessions, provides=Sessions)

    users = provide(SqlUsers, provides=Users)
    roles = provide(SqlRoles, provides=Roles)
    api_clients = provide(SqlApiClients, provides=ApiClients)
    me_reader = provide(SqlMeReader, provides=MeReader)
    session_reader = provide(SqlSessionReader, provides=SessionReader)
    user_reader = provide(SqlUserReader, provides=UserReader)
    role_reader = provide(SqlRoleReader, provides=RoleReader)
    api_client_reader = provide(SqlApiClientReader, provides=ApiClientReader)
    key_use_reader = provide(SqlKeyUseReader, provides=KeyUseReader)
    audit_reader = provide(SqlAuditReader, provides=AuditReader)

    signing_in = provide_all(
        TokenIssuer, SignInHandler, StartWebSessionHandler, RefreshSessionHandler, SignOutHandler
    )
    acting = provide_all(BeginActingHandler, EndActingHandler, BeginWebActingHandler, EndWebActingHandler)
    sessions_of_users = provide_all(
        ShowMe, ListOwnSessions, ListSessions, RevokeOwnSessionHandler, RevokeSessionHandler
    )
    people = provide_all(
        ListUsers, ShowUser, CreateUserHandler, EditUserHandler, SetPasswordHandler, ChangeOwnPasswordHandler
    )
    own_roles = provide_all(ListRoles, ShowRole, CreateRoleHandler, EditRoleHandler, DeleteRoleHandler)
    machines = provide_all(
        ListApiClients,
        ListApiKeys,
        ShowApiKey,
        KeyLimits,
        ListKeyUses,
        SumKeyUses,
        RegisterApiClientHandler,
        IssueApiKeyHandler,
        EditApiKeyHandler,
        RotateApiKeyHandler,
        RevokeApiKeyHandler,
    )
    decisions = provide_all(ShowSettings, ChangeSettingHandler, ListAudit)

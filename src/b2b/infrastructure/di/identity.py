from dishka import Provider, Scope, provide

from b2b.application.shared.settings import TenantSettings
from b2b.infrastructure.persistence.repositories.settings import SqlTenantSettings


class IdentityProvider(Provider):
    """Who is who and what they may do; the tenant's settings; the audit trail's reader."""

    scope = Scope.REQUEST

    sql_settings = provide(SqlTenantSettings)

    @provide
    def settings(self, stored: SqlTenantSettings) -> TenantSettings:
        return stored

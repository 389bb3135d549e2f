from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.domain.identity.errors import TenantUnknown
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.session import open_session
from b2b.infrastructure.persistence.tables.identity import tenants
from b2b.infrastructure.security.moments import Moments

KEPT_SECONDS: Final = 30


class SqlTenants:
    """Looks at the one table without row security, and remembers for a moment."""

    def __init__(self, engine: AsyncEngine, default_code: str | None) -> None:
        self._engine = engine
        self._default_code = default_code
        self._kept: Moments[TenantId] = Moments(seconds=KEPT_SECONDS)

    async def at(self, host: str) -> TenantId:
        name = host.lower()
        found = self._kept.get(name)
        if found is None:
            found = await self._read(name)
            self._kept.put(name, found)
        return found

    async def _read(self, host: str) -> TenantId:
        async with open_session(self._engine, None) as session:
            rows = (await session.execute(select(tenants.c.id, tenants.c.code, tenants.c.host))).all()
        by_host = {row.host: row.id for row in rows if row.host}
        by_code = {row.code: row.id for row in rows}
        if host in by_host:
            return TenantId(by_host[host])
        if self._default_code in by_code:
            return TenantId(by_code[self._default_code])
        if len(rows) == 1:
            return TenantId(rows[0].id)
        raise TenantUnknown(host=host)

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.tables.identity import tenants


async def active_tenants(engine: AsyncEngine) -> list[TenantId]:
    """The table of tenants is the one without row security."""
    statement = select(tenants.c.id).where(tenants.c.is_active).order_by(tenants.c.id)
    async with engine.connect() as connection:
        return [TenantId(found) for found in await connection.scalars(statement)]

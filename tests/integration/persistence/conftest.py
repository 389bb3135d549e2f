from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.shared.access import system_actor
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.world import World


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """Of one connection, so that whoever comes next gets the same."""
    engine = make_engine(settings.database_url, pool_size=1)
    yield engine
    await engine.dispose()


@pytest.fixture
async def session(engine: AsyncEngine, world: World) -> AsyncIterator[AsyncSession]:
    async with open_session(engine, system_actor(TenantId(world.tenant_id))) as session:
        yield session

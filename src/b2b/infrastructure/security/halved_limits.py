import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.access import system_actor
from b2b.application.shared.limits import Halving
from b2b.application.shared.ports import Clock
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import ApiKeyId, TenantId
from b2b.infrastructure.persistence.audit import SqlAuditTrail
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.pipelines import write_now
from b2b.infrastructure.persistence.session import open_session

log = structlog.get_logger(__name__)


class SqlHalvedLimits:
    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def note(self, tenant_id: TenantId, key_id: ApiKeyId, halving: Halving) -> None:
        log.warning("api_key.limit_halved", key_id=str(key_id), quota=halving.quota)
        actor = system_actor(tenant_id)
        try:
            async with open_session(self._engine, actor) as session:
                trail = SqlAuditTrail(session, actor, self._clock)
                trail.record(
                    "api_key.limit_halved",
                    "api_key",
                    key_id,
                    before={"requests_per_minute": halving.limit.quota},
                    after={"requests_per_minute": halving.quota, "for_seconds": halving.for_seconds},
                )
                trail.write()
                await write_now(session)
                await session.commit()
        except (DomainError, *DATABASE_FAULTS) as error:
            # The limit is halved all the same, and the log says so.
            log.warning("api_key.halving_not_audited", key_id=str(key_id), error=type(error).__name__)

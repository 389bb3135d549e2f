from collections.abc import AsyncGenerator, AsyncIterator

from dishka import Provider, Scope, provide
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.shared.access import Actor
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, Numbers, UnitOfWork
from b2b.application.shared.tracing import Tracing
from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.config import Settings, required
from b2b.infrastructure.observability.statements import StatementWatch
from b2b.infrastructure.persistence.audit import SqlAuditTrail
from b2b.infrastructure.persistence.idempotency import SqlIdempotencyKeys
from b2b.infrastructure.persistence.mappings import map_all
from b2b.infrastructure.persistence.numbers import SqlNumbers
from b2b.infrastructure.persistence.outbox import Outbox
from b2b.infrastructure.persistence.pool import SIZE
from b2b.infrastructure.persistence.publishers import PUBLISHERS
from b2b.infrastructure.persistence.session import end_reading, make_engine, open_session
from b2b.infrastructure.persistence.unit_of_work import SqlUnitOfWork


class PersistenceProvider(Provider):
    """One engine per process; per request one session, which enters the actor's tenant."""

    scope = Scope.REQUEST

    clock = provide(SystemClock, provides=Clock, scope=Scope.APP)

    @provide(scope=Scope.APP)
    async def engine(self, settings: Settings, tracing: Tracing) -> AsyncIterator[AsyncEngine]:
        map_all()
        engine = make_engine(
            required(settings.database_url, "database_url"),
            pool_size=settings.database_pool_size,
            by_pooler=settings.database_direct_url is not None,
            lock_timeout_seconds=settings.database_lock_timeout_seconds,
        )
        slow_seconds = settings.slow_statement_milliseconds / 1000
        StatementWatch(slow_seconds=slow_seconds, tracing=tracing).listen(engine.sync_engine)
        SIZE.inc(settings.database_pool_size)
        yield engine
        await engine.dispose()
        SIZE.dec(settings.database_pool_size)

    @provide
    async def session(
        self, engine: AsyncEngine, actor: Actor
    ) -> AsyncGenerator[AsyncSession, BaseException | None]:
        async with open_session(engine, actor) as session:
            error = yield session
            if error is None:
                await end_reading(session)

    @provide
    def outbox(self, session: AsyncSession, actor: Actor, clock: Clock, tracing: Tracing) -> Outbox:
        return Outbox(session, actor, clock, PUBLISHERS, tracing)

    sql_audit = provide(SqlAuditTrail)

    @provide
    def audit(self, trail: SqlAuditTrail) -> AuditTrail:
        return trail

    unit_of_work = provide(SqlUnitOfWork, provides=UnitOfWork)
    idempotency_keys = provide(SqlIdempotencyKeys, provides=IdempotencyKeys)
    numbers = provide(SqlNumbers, provides=Numbers)

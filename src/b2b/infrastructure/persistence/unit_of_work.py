from types import TracebackType
from typing import Self

from psycopg import errors
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from b2b.application.shared.ports import StaleVersion
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.infrastructure.persistence.audit import SqlAuditTrail
from b2b.infrastructure.persistence.constraints import broken_rule
from b2b.infrastructure.persistence.outbox import Outbox


class SqlUnitOfWork:
    """One transaction: the aggregates' changes, their events, the audit records. All of it or none."""

    def __init__(self, session: AsyncSession, outbox: Outbox, audit: SqlAuditTrail) -> None:
        self._session = session
        self._outbox = outbox
        self._audit = audit

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.rollback()
        if isinstance(error, IntegrityError) and (rule := broken_rule(error)):
            raise rule from error
        if isinstance(error, StaleDataError) or _was_sacrificed(error):
            raise StaleVersion from error

    async def commit(self) -> None:
        aggregates = [
            found
            for found in (*self._session.identity_map.values(), *self._session.new)
            if isinstance(found, AggregateRoot)
        ]
        await self._session.flush()
        await self._outbox.write(aggregates)
        await self._audit.write()
        await self._session.commit()


def _was_sacrificed(error: BaseException | None) -> bool:
    """Whether the database ended this transaction so that others, waiting in a circle with it, go on."""
    return isinstance(error, OperationalError) and isinstance(error.orig, errors.DeadlockDetected)

from types import TracebackType
from typing import Self

from psycopg import errors
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from b2b.application.shared.ports import StaleVersion
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.infrastructure.persistence.audit import SqlAuditTrail
from b2b.infrastructure.persistence.constraints import rule_of
from b2b.infrastructure.persistence.mapped_rows import written
from b2b.infrastructure.persistence.outbox import Outbox
from b2b.infrastructure.persistence.pipelines import Together, forget_later, write_now


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
        forget_later(self._session)
        written(self._session)
        await self._session.rollback()
        if rule := rule_of(error.orig if isinstance(error, IntegrityError) else error):
            raise rule from error
        if isinstance(error, StaleDataError) or _was_sacrificed(error):
            raise StaleVersion from error

    async def commit(self) -> None:
        aggregates = [
            found
            for found in (*self._session.identity_map.values(), *self._session.new)
            if isinstance(found, AggregateRoot)
        ]
        aggregates += written(self._session)
        if self._session.new:
            # It may refer to what was left for later, such as an approval to its order.
            await write_now(self._session)
        await self._session.flush()
        self._outbox.write(aggregates)
        self._audit.write()
        await write_now(self._session, and_commit=True)
        await self._session.commit()

    def together(self) -> Together:
        return Together(self._session)


def _was_sacrificed(error: BaseException | None) -> bool:
    """Whether the database ended this transaction so that others, waiting in a circle with it, go on."""
    cause = error.orig if isinstance(error, OperationalError) else error
    return isinstance(cause, errors.DeadlockDetected)

"""Bugs that people make, put into a running process to see whether the harness finds them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.shared.aggregate import AggregateRoot
from b2b.infrastructure.persistence.idempotency import SqlIdempotencyKeys
from b2b.infrastructure.persistence.outbox import EventDocument, Outbox
from b2b.infrastructure.persistence.pipelines import write_now
from b2b.infrastructure.persistence.repositories import events
from b2b.infrastructure.persistence.unit_of_work import SqlUnitOfWork

SKIPPED_OF = 40


class _Noted:
    """Takes the place of what writes with the commit, and only notes what it was asked to write."""

    asked: tuple[Any, ...] = ()

    def write(self, *what: Any) -> None:
        self.asked = what


def events_after_commit() -> None:
    """Events and audit records are written after the commit, in a transaction of their own."""
    commit = SqlUnitOfWork.commit

    async def commit_then_tell(self: SqlUnitOfWork) -> None:
        outbox, audit, events, records = self._outbox, self._audit, _Noted(), _Noted()
        vars(self).update(_outbox=events, _audit=records)
        try:
            await commit(self)
        finally:
            vars(self).update(_outbox=outbox, _audit=audit)
        outbox.write(*events.asked)
        audit.write(*records.asked)
        await write_now(self._session)
        await self._session.commit()

    _replace(SqlUnitOfWork, "commit", commit_then_tell)


def key_after_commit() -> None:
    """The idempotency key is kept once the effect is committed, as if it were a cache."""
    store, commit = SqlIdempotencyKeys.store, SqlUnitOfWork.commit
    waiting: dict[int, tuple[SqlIdempotencyKeys, str | None, object, object]] = {}

    async def remember(self: SqlIdempotencyKeys, key: str | None, request: object, result: object) -> None:
        waiting[id(self._session)] = (self, key, request, result)

    async def commit_then_store(self: SqlUnitOfWork) -> None:
        await commit(self)
        if late := waiting.pop(id(self._session), None):
            await store(*late)
            await write_now(self._session)
            await self._session.commit()

    _replace(SqlIdempotencyKeys, "store", remember)
    _replace(SqlUnitOfWork, "commit", commit_then_store)


def row_skipped() -> None:
    """One event in so many never reaches the outbox."""
    documents = Outbox._documents
    count = 0

    def skipping(self: Outbox, aggregate: AggregateRoot) -> list[EventDocument]:
        nonlocal count
        found = documents(self, aggregate)
        numbered = list(enumerate(found, start=count + 1))
        count += len(found)
        return [document for number, document in numbered if number % SKIPPED_OF]

    _replace(Outbox, "_documents", skipping)


def fan_out_after_commit() -> None:
    """The relay publishes in one transaction and makes the deliveries in another."""
    execute = AsyncSession.execute

    async def committing(self: AsyncSession, statement: Any, *more: Any, **named: Any) -> Any:
        if statement is events._FAN_OUT:
            await self.commit()
        return await execute(self, statement, *more, **named)

    _replace(AsyncSession, "execute", committing)


def _replace(owner: type, name: str, by: Callable[..., Any]) -> None:
    """Raises AttributeError where the product has moved on, and the plant would change nothing."""
    getattr(owner, name)
    setattr(owner, name, by)


PLANTS: dict[str, Callable[[], None]] = {
    "events-after-commit": events_after_commit,
    "key-after-commit": key_after_commit,
    "row-skipped": row_skipped,
    "fan-out-after-commit": fan_out_after_commit,
}

"""Entering a tenant: one call as each transaction begins sets the walls and checks the caller is live."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import msgspec
import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InterfaceError, OperationalError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util import await_, greenlet_spawn

from b2b.application.shared.access import Actor, ActorKind
from b2b.domain.identity.errors import AccessChanged, AccessSuspended, KeyRefused, SessionEnded
from b2b.infrastructure.persistence.gathering import CONNECT, GatheringConnection
from b2b.infrastructure.persistence.pool import MeasuredPool

ACTOR: Final = "actor"
# Of a session whose first statements go together: the call that enters the tenant goes ahead of them.
ENTERED: Final = "entered"


_REFUSALS: Final = {
    "ended": SessionEnded,
    "outdated": AccessChanged,
    "suspended": AccessSuspended,
    "key": KeyRefused,
}
# Every statement finds its rows by index whatever its parameters are, so one plan does for all of them. Left
# to itself the server plans the larger ones at each execution, which takes longer than executing them.
# A server whose machine is gone says nothing: without these a connection to it would be waited for as long as
# the kernel sends again, a quarter of an hour.
_WATCHED: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_PREPARED: Final = {
    "prepare_threshold": 5,
    "application_name": "b2b",
    "options": "-c plan_cache_mode=force_generic_plan",
}
# The next transaction may be another server's: nothing that outlives one may be said, and no options at all.
_BY_POOLER: Final[dict[str, object]] = {"prepare_threshold": None, "application_name": "b2b"}
ENTER: Final = "select enter_tenant(%(tenant)s, %(customer)s, %(actor)s, %(session)s, %(version)s, %(key)s)"
_ENTERING: Final = "entering"

Rows = list[tuple[Any, ...]]
Asked = tuple[str, Mapping[str, object]]


class TenantSession(Session):
    """Each transaction enters the tenant of `info["actor"]`; without one, row security shows nothing."""


@event.listens_for(TenantSession, "after_begin")
def _enter(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    actor: Actor | None = session.info.get(ACTOR)
    if actor is None or transaction.nested or session.info.get(ENTERED):
        return
    check_entrance(connection.exec_driver_sql(entering(connection), _entrance(actor)).scalar_one())


def entering(bind: Engine | Connection) -> str:
    """The statement that enters a tenant there."""
    found: str = bind.get_execution_options().get(_ENTERING, ENTER)
    return found


def _entrance(actor: Actor) -> dict[str, object]:
    return {
        "tenant": str(actor.tenant_id),
        "customer": _or_none(actor.customer_id),
        "actor": _or_none(actor.id),
        "session": _or_none(actor.session_id),
        "version": actor.access_version,
        "key": _or_none(actor.api_key_id) if actor.kind is ActorKind.MACHINE else None,
    }


def entrance_of(session: AsyncSession) -> dict[str, object] | None:
    """What `ENTER` takes for the session's actor; nobody enters without one."""
    actor = session.info.get(ACTOR)
    return None if actor is None else _entrance(actor)


def check_entrance(verdict: str) -> None:
    """Raises what refuses the caller."""
    if verdict != "ok":
        raise _REFUSALS[verdict]


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)


def make_engine(
    url: str, *, pool_size: int, by_pooler: bool = False, lock_timeout_seconds: int = 0
) -> AsyncEngine:
    """`by_pooler`: the address is that of a pooler in transaction mode, such as PgBouncer.

    - Who waits longer than `lock_timeout_seconds` for a row gives the connection back (0: waits on).
    """
    engine = create_async_engine(
        url,
        poolclass=MeasuredPool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_recycle=1800,
        hide_parameters=True,
        json_serializer=msgspec.json.encode,
        json_deserializer=msgspec.json.decode,
        connect_args=CONNECT | _WATCHED | (_BY_POOLER if by_pooler else _directly(lock_timeout_seconds)),
    )
    if by_pooler and lock_timeout_seconds:
        patience = f"{ENTER} from set_config('lock_timeout', '{lock_timeout_seconds}s', true)"
        engine.update_execution_options(**{_ENTERING: patience})
    # Several rows go as one statement, also where nothing is returned; else each would be a statement.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine


def _directly(lock_timeout_seconds: int) -> dict[str, object]:
    patience = f" -c lock_timeout={lock_timeout_seconds}s" if lock_timeout_seconds else ""
    return _PREPARED | {"options": f"{_PREPARED['options']}{patience}"}


class OpenSession(AsyncSession):
    async def __aexit__(
        self, type_: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Who was cancelled hears of nothing else, or whoever goes on after errors would never end.

        - The driver gives up a connection whose statement was cancelled; closing the session tells of that.
        - Without a transaction there is no connection to give back, and closing takes longer than opening.
        """
        if not self.in_transaction():
            return
        try:
            await super().__aexit__(type_, value, traceback)
        except (SQLAlchemyError, psycopg.Error):
            if not isinstance(value, asyncio.CancelledError):
                raise


def open_session(engine: AsyncEngine, actor: Actor | None) -> AsyncSession:
    return OpenSession(
        engine,
        sync_session_class=TenantSession,
        expire_on_commit=False,
        autoflush=False,
        info={ACTOR: actor},
    )


async def end_reading(session: AsyncSession) -> None:
    """Ends the transaction of somebody who only read.

    By a commit: psycopg forgets a connection's prepared statements at each rollback, and the server would
    plan every statement anew. Changes are kept by the unit of work alone: where there are some, not here.
    """
    if session.in_transaction() and not (session.new or session.dirty or session.deleted):
        # Whoever asked has been answered: a connection that is lost just now, or was before, is the pool's to
        # replace.
        with suppress(OperationalError, InterfaceError, PendingRollbackError):
            await session.commit()


async def read_once(
    engine: AsyncEngine, actor: Actor, *asked: tuple[str, Mapping[str, object]]
) -> tuple[Rows, ...]:
    """Enters the tenant and reads what the statements ask for, in one round trip.

    What is gathered outside a transaction is one transaction to the server, so the walls stand
    for the statements too. Were it ever cut in two, they would see nothing.
    """
    sent = ((entering(engine.sync_engine), _entrance(actor)), *asked)
    return await greenlet_spawn(_lent, engine.sync_engine, sent)


def _lent(engine: Engine, sent: Sequence[Asked]) -> tuple[Rows, ...]:
    """In one greenlet: the pool needs one to take from and one to give back to, and each is made anew.

    Straight from the pool: a connection of SQLAlchemy's own around it costs as much as what is read.
    """
    pooled = engine.raw_connection()
    try:
        verdict, *rows = await_(_read_together(driver_behind(pooled), sent))
    except BaseException:
        # Nobody may be given a connection that commits by itself.
        pooled.invalidate()
        raise
    pooled.close()
    check_entrance(verdict[0][0] if verdict else "ended")
    return tuple(rows)


async def _read_together(driver: GatheringConnection, sent: Sequence[Asked]) -> list[Rows]:
    driver.commit_each(each=True)
    async with driver.gathering():
        found = [await driver.execute(sql, parameters) for sql, parameters in sent]
    driver.commit_each(each=False)
    return [await cursor.fetchall() for cursor in found]


def driver_behind(pooled: PoolProxiedConnection) -> GatheringConnection:
    driver = pooled.driver_connection
    if not isinstance(driver, GatheringConnection):
        raise TypeError("Statements need a driver that gathers.")
    return driver

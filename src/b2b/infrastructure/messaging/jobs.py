"""What the leading scheduler does at intervals, for each tenant in turn: one line each in `JOBS`."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

import structlog
from dishka import AsyncContainer
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from b2b.application.integration.jobs import JobDesk
from b2b.application.integration.run_push_jobs import WakePushJobsHandler
from b2b.application.messaging.replay_deliveries import ContinueReplaysHandler
from b2b.application.ordering.expire_holds import ExpireHoldsHandler
from b2b.application.shared.settings import RECEIPTS_KEPT_DAYS, RECONCILIATIONS_KEPT_DAYS, TenantSettings
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.tenants import active_tenants
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.tables.events import idempotency_keys
from b2b.infrastructure.persistence.tables.integration import (
    push_errors,
    push_jobs,
    push_receipts,
    push_seen,
)

log = structlog.get_logger(__name__)

KEYS_BATCH: Final = 5000
RECEIPTS_BATCH: Final = 500
RECONCILIATIONS_BATCH: Final = 500
RUNS: Final = Counter("b2b_job_runs", "Runs of a scheduled job, per tenant.", ("name", "outcome"))
SECONDS: Final = Histogram(
    "b2b_job_seconds",
    "Time that a scheduled job took, per tenant.",
    ("name",),
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120),
)
ROUND_AT: Final = Gauge(
    "b2b_job_round_timestamp_seconds", "When a job last had been at every tenant.", ("name",)
)

Run = Callable[[AsyncContainer], Awaitable[None]]


class Chore(Protocol):
    """A use case that does one thing that is due, and answers whether there was one."""

    async def __call__(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """`run` gets a scope in which the system acts for one tenant."""

    name: str
    every: timedelta
    run: Run


def until_done(chore: type[Chore]) -> Run:
    """A job that is one use case, again and again until nothing is due."""

    async def run(request: AsyncContainer) -> None:
        handler = await request.get(chore)
        while await handler():
            pass

    return run


async def forget_keys(request: AsyncContainer) -> None:
    """Delete idempotency keys whose day has ended, a batch a transaction."""
    session = await request.get(AsyncSession)
    keys = idempotency_keys.c
    expired = select(keys.id).where(keys.expires_at < func.now()).order_by(keys.expires_at).limit(KEYS_BATCH)
    deleted = KEYS_BATCH
    while deleted == KEYS_BATCH:
        # Said twice: a key may be given out anew between its being found and its being deleted.
        ended = (keys.id.in_(expired), keys.expires_at < func.now())
        statement = delete(idempotency_keys).where(*ended).returning(keys.id)
        deleted = len((await session.scalars(statement)).all())
        await session.commit()


async def forget_receipts(request: AsyncContainer) -> None:
    """Delete receipts that the tenant keeps no longer, the oldest first, a batch a transaction."""
    session = await request.get(AsyncSession)
    days = await (await request.get(TenantSettings)).get(RECEIPTS_KEPT_DAYS)
    receipts = push_receipts.c
    old = (
        select(receipts.id)
        .where(receipts.started_at < func.now() - timedelta(days=days))
        .order_by(receipts.started_at, receipts.id)
        .limit(RECEIPTS_BATCH)
    )
    while found := (await session.scalars(old)).all():
        await session.execute(delete(push_seen).where(push_seen.c.receipt_id.in_(found)))
        await session.execute(delete(push_errors).where(push_errors.c.receipt_id.in_(found)))
        await session.execute(delete(push_receipts).where(receipts.id.in_(found)))
        await session.commit()


async def forget_reconciliations(request: AsyncContainer) -> None:
    """Delete comparisons that the tenant keeps no longer, a batch a transaction."""
    session = await request.get(AsyncSession)
    days = await (await request.get(TenantSettings)).get(RECONCILIATIONS_KEPT_DAYS)
    deleted = RECONCILIATIONS_BATCH
    while deleted == RECONCILIATIONS_BATCH:
        batch = select(func.forget_reconciliations(days, RECONCILIATIONS_BATCH))
        deleted = (await session.scalar(batch)) or 0
        await session.commit()


async def keep_key_uses(request: AsyncContainer) -> None:
    """Make the partitions of the months to come and drop those that are kept no longer. They are every
    tenant's: whoever comes second in a round finds nothing to do.
    """
    session = await request.get(AsyncSession)
    days = (await request.get(Settings)).key_uses_kept_days
    await session.execute(select(func.keep_key_uses(days)))
    await session.commit()


async def forget_push_jobs(request: AsyncContainer) -> None:
    """Delete jobs that ended before the receipts that are still kept, and bodies that never became whole."""
    session = await request.get(AsyncSession)
    days = await (await request.get(TenantSettings)).get(RECEIPTS_KEPT_DAYS)
    ended = push_jobs.c.finished_at < func.now() - timedelta(days=days)
    await session.execute(delete(push_jobs).where(ended))
    await session.commit()
    await (await request.get(JobDesk)).forget_unfinished_bodies()


JOBS: Final = (
    Job("expire_holds", timedelta(seconds=30), until_done(ExpireHoldsHandler)),
    Job("replay_webhooks", timedelta(seconds=1), until_done(ContinueReplaysHandler)),
    Job("forget_keys", timedelta(minutes=10), forget_keys),
    Job("wake_push_jobs", timedelta(seconds=2), until_done(WakePushJobsHandler)),
    Job("forget_push_jobs", timedelta(minutes=10), forget_push_jobs),
    Job("forget_receipts", timedelta(hours=1), forget_receipts),
    Job("forget_reconciliations", timedelta(hours=1), forget_reconciliations),
    Job("keep_key_uses", timedelta(hours=1), keep_key_uses),
)


async def run_job(job: Job, container: AsyncContainer) -> None:
    """Every interval until cancelled; a tenant's failure is noted, and the others have their turn."""
    engine = await container.get(AsyncEngine)
    while True:
        end_where_cancelled()
        await asyncio.sleep(job.every.total_seconds())
        for tenant_id in await active_tenants(engine):
            try:
                with SECONDS.labels(job.name).time():
                    async with container(context={TenantId: tenant_id}) as request:
                        await job.run(request)
            except (DomainError, *DATABASE_FAULTS) as error:
                RUNS.labels(job.name, "failed").inc()
                log.warning("job.failed", job=job.name, tenant_id=tenant_id, error=type(error).__name__)
            else:
                RUNS.labels(job.name, "done").inc()
        ROUND_AT.labels(job.name).set_to_current_time()

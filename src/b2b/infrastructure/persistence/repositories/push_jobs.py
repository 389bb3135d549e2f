from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import RowMapping, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.jobs import OPEN_MAX, HeldJob, JobState, NewJob, PushJob, TakenJob
from b2b.application.integration.ports import Mode, Resource
from b2b.application.integration.receipts import ErrorCount
from b2b.application.integration.results import Outcome
from b2b.application.shared.access import Actor
from b2b.domain.integration.errors import JobCancelled, TooManyJobs
from b2b.domain.shared.ids import ReceiptId, new_id
from b2b.infrastructure.persistence.tables.integration import push_parts

RETRY_SECONDS: Final = 30
# Somebody at work says so with every part; after this long without a word another goes on.
LIFELESS_SECONDS: Final = 15
LOOKED_AT: Final = 20

_OPEN: Final = text(
    "insert into push_jobs (id, resource, mode, dry_run, client_id, api_key_id, request_id, alive_at)"
    " select :id, :resource, :mode, :dry_run, (select client_id from api_keys where id = :key), :key,"
    " :request_id, now() where (select count(*) from push_jobs"
    " where status in ('receiving', 'waiting', 'running')) < :open_max returning id"
)
_ALIVE: Final = text("update push_jobs set alive_at = now() where id = :id")
_ACCEPT: Final = text(
    "update push_jobs set status = 'waiting', parts = :parts, received_bytes = :received_bytes,"
    " accepted_at = :at, alive_at = null where id = :id"
)
_DROP_PARTS: Final = text("delete from push_parts where job_id = :id")
_ABANDON: Final = text("delete from push_jobs where id = :id and status = 'receiving'")

# Without versions the order of states is the order in which they came, so a resource's jobs take turns.
_IS_DUE: Final = (
    " (j.status = 'waiting' or j.status = 'running'"
    f"  and (j.alive_at is null or j.alive_at < now() - interval '{LIFELESS_SECONDS} seconds'))"
    " and not exists (select from push_jobs o where o.resource = j.resource"
    "  and o.status in ('waiting', 'running') and (o.accepted_at, o.id) < (j.accepted_at, j.id))"
)
_DUE: Final = text(
    f"select j.id from push_jobs j where {_IS_DUE} order by j.accepted_at, j.id limit {LOOKED_AT}"  # noqa: S608
)
_LOCK: Final = text("select pg_try_advisory_xact_lock(hashtextextended('push-job:' || :id, 0))")
_TAKE_UP: Final = text(
    "update push_jobs j set status = 'running', started_at = coalesce(j.started_at, now()),"  # noqa: S608
    f" alive_at = now(), attempts = j.attempts + 1 where j.id = :id and {_IS_DUE}"
    " returning j.resource, j.dry_run, j.attempts"
)
_RECEIPT: Final = text(
    "insert into push_receipts (id, resource, mode, dry_run, client_id, api_key_id, request_id, started_at,"
    " alive_at, received_bytes, created_by)"
    " select j.id, j.resource, j.mode, j.dry_run, j.client_id, j.api_key_id, j.request_id, now(), now(),"
    " j.received_bytes, j.api_key_id from push_jobs j where j.id = :id"
    " on conflict (tenant_id, id) do nothing"
)
# What is written bears the mark of the key that sent it.
_HOLD: Final = text(
    "select j.id, j.resource, j.mode, j.parts, j.next_part, j.next_index, j.received_bytes,"
    " exists (select from api_keys k where k.id = j.api_key_id and k.revoked_at is not null)"
    "  as key_is_revoked,"
    " r.created, r.updated, r.unchanged, r.stale, r.failed, r.vanished, r.error_codes,"
    " set_config('app.actor_id', coalesce(j.api_key_id::text, ''), true)"
    " from push_jobs j join push_receipts r on r.id = j.id where j.id = :id and j.status = 'running'"
)
_PART: Final = text("select body from push_parts where job_id = :id and number = :number")
_ADVANCE: Final = text(
    "update push_jobs set next_part = least(next_part + 1, parts), next_index = :next_index, attempts = 0,"
    " alive_at = now() where id = :id and status = 'running' and next_part = :part returning id"
)
_DROP_PART: Final = text("delete from push_parts where job_id = :id and number = :number")
_END: Final = text(
    "update push_jobs set status = :status, failure_code = :code, finished_at = now(), alive_at = null"
    " where id = :id and status in ('waiting', 'running') returning id"
)
_END_RECEIPT: Final = text(
    "update push_receipts set status = 'failed', failure_code = :code, finished_at = now(), alive_at = now()"
    " where id = :id and status = 'running'"
)
_DROP_SEEN: Final = text("delete from push_seen where receipt_id = :id")
_RELEASE: Final = text("update push_jobs set alive_at = null where id = :id and status = 'running'")
_UNFINISHED: Final = text(
    "select id from push_jobs where status = 'receiving' and alive_at < now() - interval '10 minutes'"
)


class SqlJobBodies:
    def __init__(self, session: AsyncSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    async def open(self, job: NewJob) -> None:
        values = {
            "id": job.id,
            "resource": job.resource.value,
            "mode": job.mode.value,
            "dry_run": job.dry_run,
            "key": self._actor.api_key_id,
            "request_id": self._actor.origin.request_id,
            "open_max": OPEN_MAX,
        }
        opened = await self._session.scalar(_OPEN, values)
        await self._session.commit()
        if opened is None:
            raise TooManyJobs(retry_after=RETRY_SECONDS)

    async def add(self, job_id: ReceiptId, number: int, part: bytes) -> None:
        values = {"id": new_id(), "job_id": job_id, "number": number, "body": part}
        await self._session.execute(insert(push_parts).values(values))
        await self._session.execute(_ALIVE, {"id": job_id})
        await self._session.commit()

    async def accept(self, job: NewJob, *, parts: int, received_bytes: int, at: datetime) -> PushJob:
        values = {"id": job.id, "parts": parts, "received_bytes": received_bytes, "at": at}
        await self._session.execute(_ACCEPT, values)
        await self._session.commit()
        return PushJob(
            id=job.id,
            resource=job.resource,
            mode=job.mode,
            dry_run=job.dry_run,
            state=JobState.WAITING,
            percent=0,
            accepted_at=at,
            received_bytes=received_bytes,
        )

    async def abandon(self, job_id: ReceiptId) -> None:
        await self._session.rollback()
        await _abandon(self._session, job_id)
        await self._session.commit()


class SqlJobDesk:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take_up(self) -> TakenJob | None:
        for job_id in (await self._session.scalars(_DUE)).all():
            if not await self._lock(job_id):
                continue
            taken = (await self._session.execute(_TAKE_UP, {"id": job_id})).one_or_none()
            if taken is not None:
                await self._session.execute(_RECEIPT, {"id": job_id})
                await self._session.commit()
                return TakenJob(
                    id=ReceiptId(job_id),
                    resource=Resource(taken.resource),
                    dry_run=taken.dry_run,
                    attempts=taken.attempts,
                )
        await self._session.commit()
        return None

    async def hold(self, job_id: ReceiptId) -> HeldJob | None:
        if not await self._lock(job_id):
            return None
        row = (await self._session.execute(_HOLD, {"id": job_id})).mappings().one_or_none()
        return None if row is None else _held(row)

    async def part(self, job_id: ReceiptId, number: int) -> bytes:
        """Raises `JobCancelled` where its parts have gone just now."""
        body = await self._session.scalar(_PART, {"id": job_id, "number": number})
        if body is None:
            raise JobCancelled
        return bytes(body)

    async def advance(self, job: HeldJob, next_index: int) -> bool:
        values = {"id": job.id, "part": job.next_part, "next_index": next_index}
        if await self._session.scalar(_ADVANCE, values) is None:
            return False
        await self._session.execute(_DROP_PART, {"id": job.id, "number": job.next_part})
        return True

    async def end(self, job_id: ReceiptId, state: JobState, failure_code: str | None = None) -> bool:
        return await _end(self._session, job_id, state, failure_code)

    async def release(self, job_id: ReceiptId) -> None:
        await self._session.execute(_RELEASE, {"id": job_id})
        await self._session.commit()

    async def is_anything_due(self) -> bool:
        return await self._session.scalar(_DUE) is not None

    async def forget_unfinished_bodies(self) -> None:
        for job_id in (await self._session.scalars(_UNFINISHED)).all():
            await _abandon(self._session, job_id)
            await self._session.commit()

    async def _lock(self, job_id: Any) -> bool:
        """Until the transaction's end; not the row's, so that a job is cancelled while it is written."""
        return bool(await self._session.scalar(_LOCK, {"id": str(job_id)}))


class SqlJobCancellation:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def cancel(self, job_id: ReceiptId) -> bool:
        if not await _end(self._session, job_id, JobState.CANCELLED, JobCancelled.code):
            return False
        await self._session.execute(_END_RECEIPT, {"id": job_id, "code": JobCancelled.code})
        return True


async def _end(session: AsyncSession, job_id: ReceiptId, state: JobState, code: str | None) -> bool:
    values = {"id": job_id, "status": state.value, "code": code}
    if await session.scalar(_END, values) is None:
        return False
    await session.execute(_DROP_PARTS, {"id": job_id})
    await session.execute(_DROP_SEEN, {"id": job_id})
    return True


async def _abandon(session: AsyncSession, job_id: Any) -> None:
    await session.execute(_DROP_PARTS, {"id": job_id})
    await session.execute(_ABANDON, {"id": job_id})


def _held(row: RowMapping) -> HeldJob:
    codes = msgspec.convert(row["error_codes"], type=list[ErrorCount])
    return HeldJob(
        id=ReceiptId(row["id"]),
        resource=Resource(row["resource"]),
        mode=Mode(row["mode"]),
        parts=row["parts"],
        next_part=row["next_part"],
        next_index=row["next_index"],
        received_bytes=row["received_bytes"],
        key_is_revoked=row["key_is_revoked"],
        counts={outcome: row[outcome.value] for outcome in Outcome},
        codes=_counted(codes),
        vanished=row["vanished"],
    )


def _counted(codes: list[ErrorCount]) -> Mapping[str, int]:
    return {one.code: one.count for one in codes}

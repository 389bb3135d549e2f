from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Integer, RowMapping, Select, and_, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.jobs import JobState, PushJob
from b2b.application.integration.queries.jobs import PushJobPage, WatchedJob, WatchedJobPage
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.integration.errors import JobNotFound
from b2b.domain.shared.ids import ApiKeyId, ReceiptId
from b2b.infrastructure.persistence.repositories.push_jobs import LIFELESS_SECONDS
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys
from b2b.infrastructure.persistence.tables.integration import push_jobs, push_receipts

_JOBS: Final = push_jobs.c
_RECEIPTS: Final = push_receipts.c
_LIFELESS: Final = and_(
    _JOBS.status == "running", _JOBS.alive_at < func.now() - timedelta(seconds=LIFELESS_SECONDS)
)
_STATE: Final = case((_LIFELESS, literal("interrupted")), else_=_JOBS.status)
_CLIENT: Final = select(api_clients.c.name).where(api_clients.c.id == _JOBS.client_id).scalar_subquery()
_DONE: Final = cast(
    func.least(99, func.floor(100.0 * _JOBS.next_part / func.greatest(_JOBS.parts, 1))), Integer
)
_PLAIN: Final = ("id", "resource", "mode", "dry_run", "accepted_at", "started_at", "finished_at")
_COUNTS: Final = ("received", "created", "updated", "unchanged", "stale", "failed", "vanished")


class JobKey(msgspec.Struct, frozen=True):
    id: UUID


class SqlJobReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, request: PageRequest, *, of_key: ApiKeyId) -> PushJobPage:
        statement = _jobs(of_key).order_by(_JOBS.id.desc()).limit(request.size + 1)
        if key := decode_cursor(request.cursor, JobKey):
            statement = statement.where(_JOBS.id < key.id)
        rows = (await self._session.execute(statement)).mappings()
        jobs = [msgspec.convert(dict(row), type=PushJob) for row in rows]
        items, cursor = cut(jobs, request.size, lambda job: JobKey(job.id))
        return PushJobPage(items=items, next_cursor=cursor)

    async def get(self, job_id: ReceiptId, *, of_key: ApiKeyId | None) -> PushJob:
        return _watched(await self._one(_jobs(of_key), job_id)).job

    async def watched(self, state: JobState | None, request: PageRequest) -> WatchedJobPage:
        statement = _jobs(None).order_by(_JOBS.id.desc()).limit(request.size + 1)
        if state is not None:
            statement = statement.where(_STATE.in_([state.value]))
        if key := decode_cursor(request.cursor, JobKey):
            statement = statement.where(_JOBS.id < key.id)
        rows = [_watched(row) for row in (await self._session.execute(statement)).mappings()]
        items, cursor = cut(rows, request.size, lambda row: JobKey(row.job.id))
        return WatchedJobPage(items=items, next_cursor=cursor)

    async def watch(self, job_id: ReceiptId) -> WatchedJob:
        return _watched(await self._one(_jobs(None), job_id))

    async def _one(self, jobs: Select[tuple[object, ...]], job_id: ReceiptId) -> RowMapping:
        row = (await self._session.execute(jobs.where(_JOBS.id == job_id))).mappings().one_or_none()
        if row is None:
            raise JobNotFound
        return row


def _watched(row: RowMapping) -> WatchedJob:
    return WatchedJob(job=msgspec.convert(dict(row), type=PushJob), client=row["client"])


def _jobs(of_key: ApiKeyId | None) -> Select[tuple[object, ...]]:
    """Of the key's client, or of all; one whose body is still coming is nobody's yet."""
    jobs = (
        select(
            *(_JOBS[name].label(name) for name in _PLAIN),
            _JOBS.failure_code.label("failure_code"),
            _JOBS.received_bytes.label("received_bytes"),
            _STATE.label("state"),
            case((_JOBS.status == "finished", 100), else_=_DONE).label("percent"),
            func.coalesce(_RECEIPTS.failure_facts, literal({}, _RECEIPTS.failure_facts.type)).label(
                "failure_facts"
            ),
            *(func.coalesce(_RECEIPTS[name], 0).label(name) for name in _COUNTS),
            _CLIENT.label("client"),
        )
        .select_from(push_jobs)
        .outerjoin(push_receipts, _RECEIPTS.id == _JOBS.id)
        .where(_JOBS.status != "receiving")
    )
    if of_key is None:
        return jobs
    client = select(api_keys.c.client_id).where(api_keys.c.id == of_key).scalar_subquery()
    return jobs.where(_JOBS.client_id == client)

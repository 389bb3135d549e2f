from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.integration.jobs import JobState, PushJob
from b2b.application.integration.queries.receipts import ReceiptDetail, ReceiptError, ReceiptReader, own_key
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.integration.errors import ReceiptNotFound
from b2b.domain.shared.ids import ApiKeyId, ReceiptId


class PushJobPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[PushJob]
    next_cursor: str | None


class WatchedJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job, and the name of the API client that sent it."""

    job: PushJob
    client: str | None


class WatchedJobPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[WatchedJob]
    next_cursor: str | None


class JobReader(Protocol):
    async def page(self, request: PageRequest, *, of_key: ApiKeyId) -> PushJobPage:
        """Of the key's client, the newest first."""

    async def get(self, job_id: ReceiptId, *, of_key: ApiKeyId | None) -> PushJob:
        """Of the key's client, or of anybody's. Raises `JobNotFound`."""

    async def watched(self, state: JobState | None, request: PageRequest) -> WatchedJobPage:
        """Everybody's, the newest first."""

    async def watch(self, job_id: ReceiptId) -> WatchedJob:
        """Anybody's. Raises `JobNotFound`."""


@dataclass(frozen=True, slots=True)
class OwnJobsDesk:
    """Open to machines that may push anything: the jobs of their own client."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    jobs: JobReader

    async def page(self, request: PageRequest) -> PushJobPage:
        return await self.jobs.page(request, of_key=own_key(self.actor))

    async def get(self, job_id: ReceiptId) -> PushJob:
        return await self.jobs.get(job_id, of_key=own_key(self.actor))


@dataclass(frozen=True, slots=True)
class JobsDesk:
    """What everybody sent to be written later, for those who look after the connection."""

    permission: ClassVar = Permission.EVENTS_VIEW

    actor: Actor
    jobs: JobReader
    receipts: ReceiptReader

    async def page(self, state: JobState | None, request: PageRequest) -> WatchedJobPage:
        self.actor.require(self.permission)
        return await self.jobs.watched(state, request)

    async def get(self, job_id: ReceiptId) -> tuple[WatchedJob, ReceiptDetail | None]:
        """With its receipt, which is there from the job's start on. Raises `JobNotFound`."""
        self.actor.require(self.permission)
        job = await self.jobs.watch(job_id)
        try:
            return job, await self.receipts.get(job_id, of_key=None)
        except ReceiptNotFound:
            return job, None

    async def errors(self, job_id: ReceiptId) -> AsyncIterator[ReceiptError]:
        """All that were kept, a few at a time. Raises `JobNotFound` before the first."""
        self.actor.require(self.permission)
        await self.jobs.get(job_id, of_key=None)
        return self.receipts.errors(job_id)

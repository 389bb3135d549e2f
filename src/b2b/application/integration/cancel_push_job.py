from dataclasses import dataclass
from typing import ClassVar, Protocol

from b2b.application.integration.jobs import JobState, PushJob
from b2b.application.integration.queries.jobs import JobReader
from b2b.application.integration.queries.receipts import own_key
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.domain.integration.errors import JobEnded
from b2b.domain.shared.ids import ApiKeyId, ReceiptId


class JobCancellation(Protocol):
    async def cancel(self, job_id: ReceiptId) -> bool:
        """With its receipt; False where it has ended already."""


@dataclass(frozen=True, slots=True)
class Cancelling:
    """What both ways of cancelling have in common: what was written stays, and is counted."""

    jobs: JobReader
    cancellation: JobCancellation
    audit: AuditTrail
    uow: UnitOfWork

    async def cancel(self, job_id: ReceiptId, *, of_key: ApiKeyId | None) -> PushJob:
        """Harmless to repeat. Raises `JobNotFound`; `JobEnded` where nothing is left to cancel."""
        async with self.uow:
            before = await self.jobs.get(job_id, of_key=of_key)
            cancelled = await self.cancellation.cancel(job_id)
            job = await self.jobs.get(job_id, of_key=of_key)
            if not cancelled and job.state is not JobState.CANCELLED:
                raise JobEnded(state=job.state.value)
            if cancelled:
                self._tell(before, job)
            await self.uow.commit()
        return job

    def _tell(self, before: PushJob, job: PushJob) -> None:
        written = {"created": job.created, "updated": job.updated, "vanished": job.vanished}
        self.audit.record(
            "push_job.cancelled",
            "push_job",
            job.id,
            before={"resource": job.resource.value, "state": before.state.value, "percent": before.percent},
            after={"resource": job.resource.value, "state": job.state.value, **written},
        )


@dataclass(frozen=True, slots=True)
class CancelPushJobHandler:
    """Writes no more of a job. Open to the client that sent it; what was written stays, and is counted.

    - Harmless to repeat.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    cancelling: Cancelling

    async def __call__(self, job_id: ReceiptId) -> PushJob:
        return await self.cancelling.cancel(job_id, of_key=own_key(self.actor))


@dataclass(frozen=True, slots=True)
class CancelAnyPushJobHandler:
    """Writes no more of anybody's job, for those who manage the clients that send them."""

    permission: ClassVar = Permission.API_CLIENTS_MANAGE

    actor: Actor
    cancelling: Cancelling

    async def __call__(self, job_id: ReceiptId) -> PushJob:
        self.actor.require(self.permission)
        return await self.cancelling.cancel(job_id, of_key=None)

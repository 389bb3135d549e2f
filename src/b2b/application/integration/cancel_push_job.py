from dataclasses import dataclass
from typing import ClassVar, Protocol

from b2b.application.integration.jobs import JobState, PushJob
from b2b.application.integration.queries.jobs import JobReader
from b2b.application.integration.queries.receipts import own_key
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import UnitOfWork
from b2b.domain.integration.errors import JobEnded
from b2b.domain.shared.ids import ReceiptId


class JobCancellation(Protocol):
    async def cancel(self, job_id: ReceiptId) -> bool:
        """With its receipt; False where it has ended already."""


@dataclass(frozen=True, slots=True)
class CancelPushJobHandler:
    """Writes no more of a job. Open to the client that sent it; what was written stays, and is counted.

    - Harmless to repeat.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    jobs: JobReader
    cancellation: JobCancellation
    uow: UnitOfWork

    async def __call__(self, job_id: ReceiptId) -> PushJob:
        key = own_key(self.actor)
        async with self.uow:
            await self.jobs.get(job_id, of_key=key)
            cancelled = await self.cancellation.cancel(job_id)
            job = await self.jobs.get(job_id, of_key=key)
            if not cancelled and job.state is not JobState.CANCELLED:
                raise JobEnded(state=job.state.value)
            await self.uow.commit()
        return job

import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

import structlog

from b2b.application.integration.decoding import ItemDecoder
from b2b.application.integration.items.kinds import KINDS
from b2b.application.integration.jobs import HeldJob, JobDesk, JobQueue, JobState, TakenJob
from b2b.application.integration.ports import Batch, BulkStore, Mode
from b2b.application.integration.receipts import Ending, PushReceipts, ReceiptStatus
from b2b.application.integration.results import Tally
from b2b.application.integration.snapshots import AbsentItems, require_allowed
from b2b.application.integration.writing import Manner, progress_of, write_batch
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.domain.integration.errors import JobBroken, JobKeyRevoked
from b2b.domain.shared.errors import DomainError

log = structlog.get_logger(__name__)

# Then others have their turn, and a worker that is stopped need not wait longer.
TURN: Final = timedelta(seconds=10)
ATTEMPTS_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class RunPushJobsHandler:
    """Writes the oldest job that nobody is at, for a while. Answers whether there was one.

    - For the system itself. A part, its counts and how far the job has come are one transaction, so that
      whoever goes on after a crash neither repeats nor leaves out anything.
    - A dry run is one transaction as a whole, and starts again after a crash.
    """

    permission: ClassVar = Permission.CATALOG_PUSH

    actor: Actor
    desk: JobDesk
    store: BulkStore
    absent: AbsentItems
    receipts: PushReceipts
    clock: Clock

    async def __call__(self) -> bool:
        self.actor.require(self.permission)
        job = await self.desk.take_up()
        if job is None:
            return False
        try:
            await self._go_on(job)
        except DomainError as refusal:
            await self.store.discard()
            await self._fail(job, refusal)
        except Exception as error:
            # Whoever takes it up next tries again, a moment later and only so often.
            await self.store.discard()
            log.warning("push_job.broke_off", job_id=str(job.id), attempts=job.attempts, exc_info=error)
        else:
            await self.desk.release(job.id)
        return True

    async def _go_on(self, job: TakenJob) -> None:
        if job.attempts > ATTEMPTS_MAX:
            raise JobBroken
        if job.dry_run:
            await self._rehearse(job)
            return
        until = self.clock.now() + TURN
        while await self._step(job) and self.clock.now() < until:
            pass

    async def _step(self, taken: TakenJob) -> bool:
        """One transaction; whether there may be more to do."""
        job = await self._hold(taken)
        if job is None:
            return False
        tally = Tally.resumed(job.counts, job.codes, job.vanished)
        if job.next_part < job.parts:
            batch = await self._write_part(job, job.next_part, job.next_index, tally)
            return await self._keep(job, tally, job.next_index + _size(batch))
        if job.mode is Mode.SNAPSHOT:
            require_allowed(await self.absent.vanishing(job.resource, job.id, tally))
            if await self.absent.delete_some(job.resource, job.id, tally):
                return await self._keep(job, tally, job.next_index)
            await self.absent.forget(job.id)
        return await self._finish(job)

    async def _hold(self, taken: TakenJob) -> HeldJob | None:
        job = await self.desk.hold(taken.id)
        if job is None:
            await self.store.discard()
        elif job.key_is_revoked:
            raise JobKeyRevoked
        return job

    async def _write_part(self, job: HeldJob, number: int, first: int, tally: Tally) -> Batch:
        lines = zlib.decompress(await self.desk.part(job.id, number))
        batch = ItemDecoder(KINDS[job.resource]).lines(lines, first)
        await write_batch(self.store, batch, Manner(resource=job.resource, mode=job.mode), tally)
        if job.mode is Mode.SNAPSHOT:
            await self.absent.see(job.resource, job.id, batch)
        return batch

    async def _keep(self, job: HeldJob, tally: Tally, next_index: int) -> bool:
        """What was written stays, unless the job was cancelled meanwhile."""
        if not await self.desk.advance(job, next_index):
            await self.store.discard()
            return False
        await self.receipts.advance(job.id, progress_of(tally, job.received_bytes))
        await self.store.keep()
        return True

    async def _rehearse(self, taken: TakenJob) -> None:
        job = await self._hold(taken)
        if job is None:
            return
        tally, first = Tally(), 0
        for number in range(job.parts):
            first += _size(await self._write_part(job, number, first, tally))
        if job.mode is Mode.SNAPSHOT:
            await self.absent.rehearse(job.resource, job.id, tally)
        await self.store.discard()
        await self._finish(job, tally)

    async def _finish(self, job: HeldJob, rehearsed: Tally | None = None) -> bool:
        """There is never more to do."""
        if not await self.desk.end(job.id, JobState.FINISHED):
            await self.store.discard()
            return False
        ending = Ending(
            status=ReceiptStatus.FINISHED,
            received_bytes=job.received_bytes,
            progress=progress_of(rehearsed, job.received_bytes) if rehearsed else None,
        )
        await self.receipts.end(job.id, ending)
        return False

    async def _fail(self, job: TakenJob, refusal: DomainError) -> None:
        if not await self.desk.end(job.id, JobState.FAILED, refusal.code):
            await self.store.discard()
            return
        ending = Ending(
            status=ReceiptStatus.FAILED,
            received_bytes=None,
            failure_code=refusal.code,
            failure_facts={name: str(fact) for name, fact in refusal.facts.items()},
        )
        await self.receipts.end(job.id, ending)


@dataclass(frozen=True, slots=True)
class WakePushJobsHandler:
    """Tells the workers of jobs that wait, or whose worker has died. For the system itself."""

    permission: ClassVar = Permission.CATALOG_PUSH

    actor: Actor
    desk: JobDesk
    queue: JobQueue

    async def __call__(self) -> bool:
        self.actor.require(self.permission)
        if await self.desk.is_anything_due():
            await self.queue.wake()
        return False


def _size(batch: Batch) -> int:
    return len(batch.items) + len(batch.refused)

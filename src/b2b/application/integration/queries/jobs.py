from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.integration.jobs import PushJob
from b2b.application.integration.queries.receipts import own_key
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import ApiKeyId, ReceiptId


class PushJobPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[PushJob]
    next_cursor: str | None


class JobReader(Protocol):
    async def page(self, request: PageRequest, *, of_key: ApiKeyId) -> PushJobPage:
        """The newest first."""

    async def get(self, job_id: ReceiptId, *, of_key: ApiKeyId) -> PushJob:
        """Raises `JobNotFound`."""


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

"""Pushes whose senders do not wait: kept as they came, written by a worker, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Protocol

import msgspec

from b2b.application.integration.ports import Mode, Resource
from b2b.application.integration.results import Outcome
from b2b.domain.shared.ids import ReceiptId

# Of a tenant, waiting or running.
OPEN_MAX: Final = 100
BODY_BYTES_MAX: Final = 2 * 1024**3


class JobState(StrEnum):
    """`INTERRUPTED`: nobody is at work just now; a worker goes on by itself where the last one ended."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class PushJob(msgspec.Struct, frozen=True, kw_only=True):
    """A push that is written later.

    - Its receipt has the same id, and is there from its start on.
    - `received` counts the items that were dealt with so far; what the counts say was written, always.
    - `failed` jobs say why (`failure_code` and its facts); what came before stays written.
    """

    id: ReceiptId
    resource: Resource
    mode: Mode
    dry_run: bool
    state: JobState
    percent: Annotated[int, msgspec.Meta(ge=0, le=100, examples=[40])]
    accepted_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure_code: Annotated[str, msgspec.Meta(examples=["snapshot.vanishes_too_much"])] | None = None
    failure_facts: dict[str, str] = {}
    received: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    stale: int = 0
    failed: int = 0
    vanished: int = 0
    received_bytes: Annotated[int, msgspec.Meta(description="The body as it was sent, maybe packed.")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    id: ReceiptId
    resource: Resource
    mode: Mode
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenJob:
    """A job that somebody takes up; `attempts` since it last came forward."""

    id: ReceiptId
    resource: Resource
    dry_run: bool
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJob:
    """A job as it stands, while nobody else can be at work on it."""

    id: ReceiptId
    resource: Resource
    mode: Mode
    parts: int
    next_part: int
    next_index: int
    received_bytes: int
    key_is_revoked: bool
    counts: Mapping[Outcome, int]
    codes: Mapping[str, int]
    vanished: int


class JobBodies(Protocol):
    """Each call is a transaction of its own, so that no sender holds one open."""

    async def open(self, job: NewJob) -> None:
        """Raises `TooManyJobs`."""

    async def add(self, job_id: ReceiptId, number: int, part: bytes) -> None: ...

    async def accept(self, job: NewJob, *, parts: int, received_bytes: int, at: datetime) -> PushJob:
        """The body is whole."""

    async def abandon(self, job_id: ReceiptId) -> None:
        """The body never became whole."""


class JobDesk(Protocol):
    """Where workers find their work."""

    async def take_up(self) -> TakenJob | None:
        """The oldest that nobody is at, in a transaction of its own; of a resource, one after the other."""

    async def hold(self, job_id: ReceiptId) -> HeldJob | None:
        """In the transaction that begins with this; None where another is at it, or it has ended."""

    async def part(self, job_id: ReceiptId, number: int) -> bytes: ...

    async def advance(self, job: HeldJob, next_index: int) -> bool:
        """In the part's transaction; False where it was cancelled meanwhile."""

    async def end(self, job_id: ReceiptId, state: JobState, failure_code: str | None = None) -> bool:
        """In the transaction that is under way; False where it has ended already."""

    async def release(self, job_id: ReceiptId) -> None:
        """In a transaction of its own: whoever comes may go on at once."""

    async def is_anything_due(self) -> bool: ...

    async def forget_unfinished_bodies(self) -> None:
        """Of senders who went away without a word."""


class JobQueue(Protocol):
    async def wake(self) -> None:
        """Tell the workers that the tenant has a job. It may get lost: the scheduler looks for itself."""

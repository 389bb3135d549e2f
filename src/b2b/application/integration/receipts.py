"""What is kept of a push: who sent what, when, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from msgspec import Struct

from b2b.application.integration.ports import Mode, Resource
from b2b.application.integration.results import ItemResult, Outcome
from b2b.domain.shared.ids import ReceiptId

# A push that is at work says so with every part it writes; after so long without a word it is dead.
LIFELESS_AFTER: Final = timedelta(minutes=10)


class ReceiptStatus(StrEnum):
    """`FAILED`: refused as a whole, or broken off by a fault of the sender; `INTERRUPTED`: it never ended."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class ErrorCount(Struct, frozen=True):
    """How many items were refused for the same reason."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceipt:
    id: ReceiptId
    resource: Resource
    mode: Mode
    dry_run: bool
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a push has come: counts from its beginning, errors since the last time this was said."""

    counts: Mapping[Outcome, int]
    codes: Sequence[ErrorCount]
    errors: Sequence[ItemResult]
    received_bytes: int
    vanished: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """`progress` and `received_bytes` are None where the last part has said them."""

    status: ReceiptStatus
    received_bytes: int | None
    failure_code: str | None = None
    failure_facts: Mapping[str, str] = field(default_factory=dict)
    progress: Progress | None = None


class PushReceipts(Protocol):
    """Written by the push itself, so that a receipt tells the truth also where the push never ends."""

    async def begin(self, receipt: NewReceipt) -> None:
        """Kept at once, in a transaction of its own."""

    async def advance(self, receipt_id: ReceiptId, progress: Progress) -> None:
        """In the transaction of the items that it counts: kept with them or not at all."""

    async def end(self, receipt_id: ReceiptId, ending: Ending) -> None:
        """Kept at once, in a transaction of its own."""

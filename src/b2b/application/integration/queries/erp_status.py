from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission


class ErpStreamStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far a stream is read. `refused` says what of a page could not be taken over, the last time."""

    stream: str
    since: datetime | None
    completed_at: datetime | None
    offset: int
    refused: list[str]


class ErpWaitingOrder(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    state: str
    attempts: int
    waiting_since: datetime
    next_attempt_at: datetime | None
    reasons: list[str]


class ErpStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A direct connection as it is now.

    - `away_since`: it has not answered since then, which may take hours and mends itself.
    - `backlog` are the approved orders that are not in the ERP yet, the oldest first in `orders`.
    """

    system: str
    address: str
    firm: int
    period: int
    is_active: bool
    last_contact_at: datetime | None
    away_since: datetime | None
    last_fault: str | None
    backlog: int
    refused: int
    orders: list[ErpWaitingOrder]
    streams: list[ErpStreamStatus]


class ErpStatusReader(Protocol):
    async def status(self) -> ErpStatus | None: ...


@dataclass(frozen=True, slots=True)
class ShowErpStatus:
    """None where the tenant has no direct connection."""

    permission: ClassVar = Permission.EVENTS_VIEW

    actor: Actor
    reader: ErpStatusReader

    async def __call__(self) -> ErpStatus | None:
        self.actor.require(self.permission)
        return await self.reader.status()

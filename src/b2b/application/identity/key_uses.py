"""What is told of an API key's uses and of its limit, without the request waiting for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from b2b.application.shared.access import Origin
from b2b.application.shared.limits import Halving
from b2b.domain.shared.ids import ApiKeyId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """One request by a key or a token of it, let in or not; the endpoint as its template, without ids."""

    tenant_id: TenantId
    key_id: ApiKeyId
    at: datetime
    method: str
    endpoint: str
    status: int
    duration_ms: int
    origin: Origin


class KeyUses(Protocol):
    def note(self, use: KeyUse) -> None:
        """Never waits: uses are kept in batches, and all of them when the process ends in order. Where the
        database cannot keep up, what finds no room is dropped and counted.
        """


class HalvedLimits(Protocol):
    async def note(self, tenant_id: TenantId, key_id: ApiKeyId, halving: Halving) -> None:
        """In the log and the audit trail."""

"""What is told of requests by keys, once they are answered."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from litestar.types import HTTPScope

from b2b.application.identity.key_uses import HalvedLimits, KeyUse, KeyUses
from b2b.application.shared.access import Actor, Origin
from b2b.application.shared.limits import Halving

ENDPOINT_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class KeyLedger:
    uses: KeyUses
    halved: HalvedLimits

    def note(self, caller: Actor, origin: Origin, scope: HTTPScope, *, status: int, seconds: float) -> None:
        if caller.api_key_id is None:
            return
        self.uses.note(
            KeyUse(
                tenant_id=caller.tenant_id,
                key_id=caller.api_key_id,
                at=datetime.now(UTC) - timedelta(seconds=seconds),
                method=scope["method"],
                endpoint=str(scope.get("path_template") or scope["path"])[:ENDPOINT_LENGTH_MAX],
                status=status,
                duration_ms=round(seconds * 1000),
                origin=origin,
            )
        )

    async def note_halving(self, caller: Actor, halving: Halving) -> None:
        """Of the key's own limit; that of an address is nobody's in particular."""
        if caller.api_key_id is not None and halving.limit.subject == str(caller.api_key_id):
            await self.halved.note(caller.tenant_id, caller.api_key_id, halving)

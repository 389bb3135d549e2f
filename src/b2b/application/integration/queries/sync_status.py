from dataclasses import dataclass
from typing import ClassVar

import msgspec

from b2b.application.integration.ports import SyncState, SyncStates
from b2b.application.shared.access import Actor, Permission


class SyncStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the ERP has pushed so far."""

    resources: list[SyncState]


@dataclass(frozen=True, slots=True)
class ReadSyncStatus:
    permission: ClassVar = Permission.CATALOG_PUSH

    actor: Actor
    states: SyncStates

    async def __call__(self) -> SyncStatus:
        self.actor.require(self.permission)
        return SyncStatus(resources=await self.states.all())

from dataclasses import dataclass
from typing import ClassVar

from b2b.application.integration.conflicts import ConflictFilter, ConflictPage, ConflictReader
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest


@dataclass(frozen=True, slots=True)
class ListConflicts:
    """What people changed of the ERP's, and where the ERP says otherwise."""

    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    conflicts: ConflictReader

    async def __call__(self, wanted: ConflictFilter, request: PageRequest) -> ConflictPage:
        self.actor.require(self.permission)
        return await self.conflicts.page(wanted, request)

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from b2b.application.integration.erp.ports import (
    ErpAway,
    ErpBacklog,
    ErpConnection,
    ErpConnections,
    ErpCursors,
    ErpRefused,
    ErpStream,
    ErpSystems,
    Intake,
    Page,
    Part,
)
from b2b.application.integration.items.accounts import InvoiceItem
from b2b.application.integration.ports import AnyItem, Batch
from b2b.application.integration.results import Outcome, PushResult
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock, UnitOfWork

REFUSED_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class PullChangesHandler:
    """Read one page of what changed in the ERP, and write it as if the ERP had pushed it.

    - Progress is kept after the page is written: an interruption reads it again, which changes nothing.
    - Answers whether there is more; a page that the ERP refuses to give is noted. Raises `ErpAway`.
    """

    permission: ClassVar = Permission.CATALOG_PUSH

    actor: Actor
    connections: ErpConnections
    systems: ErpSystems
    cursors: ErpCursors
    backlog: ErpBacklog
    intake: Intake
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, stream: ErpStream) -> bool:
        self.actor.require(self.permission)
        async with self.uow:
            connection = await self.connections.active()
            progress = await self.cursors.get(connection, stream) if connection else None
        if connection is None or progress is None:
            return False
        system = await self.systems.of(connection)
        try:
            page = await system.page(stream, progress)
        except ErpAway as away:
            await self._missed(connection, str(away))
            raise
        except ErpRefused as fault:
            page = Page((), progress, is_last=True)
            await self._keep(connection, stream, page, list(fault.reasons))
            return False
        refused = [sentence for part in page.parts for sentence in await self._write(part)]
        await self._keep(connection, stream, page, refused)
        return not page.is_last

    async def _write(self, part: Part) -> list[str]:
        """What could not be taken over, as sentences."""
        if not part.batch.items and not part.batch.refused:
            return []
        result = await self.intake.push(Part(part.resource, await self._in_our_numbers(part.batch)))
        return list(_refusals(part, result))

    async def _in_our_numbers(self, batch: Batch) -> Batch:
        """An ERP names orders by its own numbers; one that we do not know is left out."""
        named = [
            item.order_number
            for item in batch.items
            if isinstance(item, InvoiceItem) and isinstance(item.order_number, str)
        ]
        if not named:
            return batch
        async with self.uow:
            known = await self.backlog.portal_numbers(named)
        return Batch([_renumbered(item, known) for item in batch.items], batch.indexes, batch.refused)

    async def _keep(
        self, connection: ErpConnection, stream: ErpStream, page: Page, refused: list[str]
    ) -> None:
        now = self.clock.now()
        async with self.uow:
            await self.cursors.put(
                connection,
                stream,
                page.progress,
                refused=refused[:REFUSED_SHOWN],
                completed_at=now if page.is_last else None,
            )
            await self.connections.contacted(connection, now)
            await self.uow.commit()

    async def _missed(self, connection: ErpConnection, fault: str) -> None:
        async with self.uow:
            await self.connections.missed(connection, self.clock.now(), fault)
            await self.uow.commit()


def _renumbered(item: AnyItem, known: dict[str, str]) -> AnyItem:
    if not isinstance(item, InvoiceItem) or not isinstance(item.order_number, str):
        return item
    number = known.get(item.order_number, msgspec.UNSET)
    return msgspec.structs.replace(item, order_number=number)


def _refusals(part: Part, result: PushResult) -> Iterator[str]:
    for found in result.results:
        if found.outcome is Outcome.FAILED:
            yield f"{part.resource} {found.external_id}: {found.detail or found.code}"

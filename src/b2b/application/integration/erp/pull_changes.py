from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
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
    ErpSystem,
    ErpSystems,
    Intake,
    Page,
    Part,
    Progress,
)
from b2b.application.integration.items.accounts import InvoiceItem
from b2b.application.integration.ports import AnyItem, Batch, Resource
from b2b.application.integration.results import Outcome, PushResult
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock, UnitOfWork

REFUSED_SHOWN: Final = 20
# Without stamps of their own, these are read whole each time, and are one push.
WHOLE: Final = frozenset({ErpStream.STOCK})


@dataclass(frozen=True, slots=True)
class PullChangesHandler:
    """Read what changed in the ERP, a page at a time, and write it as if the ERP had pushed it.

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
        try:
            system = await self.systems.of(connection)
            page = await system.page(stream, progress)
            refused = await (
                self._whole(system, stream, page) if stream in WHOLE else self._write(page.parts)
            )
        except ErpAway as away:
            await self._missed(connection, str(away))
            raise
        except ErpRefused as fault:
            await self._keep(connection, stream, Page((), progress, is_last=True), list(fault.reasons))
            return False
        if stream in WHOLE:
            page = Page((), Progress(), is_last=True)
        await self._keep(connection, stream, page, refused)
        return not page.is_last

    async def _write(self, parts: tuple[Part, ...]) -> list[str]:
        """What could not be taken over, as sentences."""
        refused: list[str] = []
        for part in parts:
            if part.batch.items or part.batch.refused:
                batch = await self._in_our_numbers(part.batch)
                refused += _refusals(part.resource, await self.intake.push(part.resource, _one(batch)))
        return refused

    async def _whole(self, system: ErpSystem, stream: ErpStream, first: Page) -> list[str]:
        """What goes before it, and then all of its pages as one push."""
        if not first.parts:
            return []
        *before, part = first.parts
        refused = await self._write(tuple(before))
        batches = _pages(system, stream, first)
        return refused + list(_refusals(part.resource, await self.intake.push(part.resource, batches)))

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


async def _one(batch: Batch) -> AsyncIterator[Batch]:
    yield batch


async def _pages(system: ErpSystem, stream: ErpStream, page: Page) -> AsyncIterator[Batch]:
    """Numbered through, so that a receipt tells its items apart."""
    place = 0
    while True:
        batch = page.parts[-1].batch
        yield replace(
            batch,
            indexes=[place + index for index in batch.indexes],
            refused=[msgspec.structs.replace(one, index=place + one.index) for one in batch.refused],
        )
        place += len(batch.items) + len(batch.refused)
        if page.is_last:
            return
        page = await system.page(stream, page.progress)


def _renumbered(item: AnyItem, known: dict[str, str]) -> AnyItem:
    if not isinstance(item, InvoiceItem) or not isinstance(item.order_number, str):
        return item
    number = known.get(item.order_number, msgspec.UNSET)
    return msgspec.structs.replace(item, order_number=number)


def _refusals(resource: Resource, result: PushResult) -> Iterator[str]:
    for found in result.results:
        if found.outcome is Outcome.FAILED:
            yield f"{resource} {found.external_id}: {found.detail or found.code}"

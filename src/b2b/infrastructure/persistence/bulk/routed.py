from collections.abc import Sequence
from typing import Final

from b2b.application.integration.ports import AnyItem, Mode, Resource, ShipmentStore, Written
from b2b.application.integration.results import Outcome
from b2b.application.shared.access import Actor
from b2b.infrastructure.cache.changes import Change, ChangeTeller
from b2b.infrastructure.persistence.bulk.store import SqlBulkStore

# What lists of the catalogue and the counts beside them are made of. Stock changes all day: its counts
# have their time alone.
COUNTED: Final = frozenset({Resource.CATEGORIES, Resource.BRANDS, Resource.PRODUCT_TYPES, Resource.PRODUCTS})


class RoutedStore:
    """Rows in bulk; what moves aggregates goes to who knows them. Both write in one transaction.

    - Who keeps counts of what is written is told once it is kept.
    """

    def __init__(
        self, rows: SqlBulkStore, shipments: ShipmentStore, actor: Actor, changes: ChangeTeller
    ) -> None:
        self._rows = rows
        self._shipments = shipments
        self._actor = actor
        self._changes = changes
        self._changed = False

    async def write(
        self, resource: Resource, items: Sequence[AnyItem], *, mode: Mode, every: bool
    ) -> Written:
        store = self._shipments if resource is Resource.SHIPMENTS else self._rows
        written = await store.write(resource, items, mode=mode, every=every)
        if resource in COUNTED and not written.counts.keys().isdisjoint({Outcome.CREATED, Outcome.UPDATED}):
            self._changed = True
        return written

    async def keep(self) -> None:
        await self._shipments.keep()
        if self._changed:
            self._changed = False
            await self._changes.tell(Change(self._actor.tenant_id))

    async def discard(self) -> None:
        self._changed = False
        await self._shipments.discard()

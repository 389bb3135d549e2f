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
# So many new rows may be the first of their table: readers would go through all of them for each, until
# autovacuum has counted them.
MANY: Final = 100


class RoutedStore:
    """Rows in bulk; what moves aggregates goes to who knows them. Both write in one transaction.

    - Once it is kept, who keeps counts of what is written is told, and tables that have grown are analyzed.
    """

    def __init__(
        self, rows: SqlBulkStore, shipments: ShipmentStore, actor: Actor, changes: ChangeTeller
    ) -> None:
        self._rows = rows
        self._shipments = shipments
        self._actor = actor
        self._changes = changes
        self._changed = False
        self._created = 0

    async def write(
        self, resource: Resource, items: Sequence[AnyItem], *, mode: Mode, every: bool
    ) -> Written:
        store = self._shipments if resource is Resource.SHIPMENTS else self._rows
        written = await store.write(resource, items, mode=mode, every=every)
        if resource in COUNTED and not written.counts.keys().isdisjoint({Outcome.CREATED, Outcome.UPDATED}):
            self._changed = True
        self._created += written.counts.get(Outcome.CREATED, 0)
        return written

    async def keep(self) -> None:
        await self._shipments.keep()
        if self._changed:
            self._changed = False
            await self._changes.tell(Change(self._actor.tenant_id))
        created, self._created = self._created, 0
        if created >= MANY:
            await self._rows.count_grown()

    async def discard(self) -> None:
        self._changed = False
        self._created = 0
        await self._shipments.discard()

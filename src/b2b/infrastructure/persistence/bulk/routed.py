from collections.abc import Sequence

from b2b.application.integration.ports import AnyItem, Mode, Resource, ShipmentStore, Written
from b2b.infrastructure.persistence.bulk.store import SqlBulkStore


class RoutedStore:
    """Rows in bulk; what moves aggregates goes to who knows them. Both write in one transaction."""

    def __init__(self, rows: SqlBulkStore, shipments: ShipmentStore) -> None:
        self._rows = rows
        self._shipments = shipments

    async def write(
        self, resource: Resource, items: Sequence[AnyItem], *, mode: Mode, every: bool
    ) -> Written:
        store = self._shipments if resource is Resource.SHIPMENTS else self._rows
        return await store.write(resource, items, mode=mode, every=every)

    async def keep(self) -> None:
        await self._shipments.keep()

    async def discard(self) -> None:
        await self._shipments.discard()

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.ports import Resource, SyncState

_STATES: Final = text(
    "select 'categories', count(*), max(last_synced_at) from categories where not is_deleted"
    " union all select 'brands', count(*), max(last_synced_at) from brands where not is_deleted"
    " union all select 'product-types', count(*), max(last_synced_at) from product_types where not is_deleted"
    " union all select 'products', count(*), max(last_synced_at) from products where not is_deleted"
    " union all select 'warehouses', count(*), max(last_synced_at) from warehouses where not is_deleted"
    " union all select 'tiers', count(*), max(last_synced_at) from tiers where not is_deleted"
    " union all select 'prices', count(*), max(last_synced_at) from prices where not is_deleted"
    " union all select 'campaigns', count(*), max(last_synced_at) from campaigns where not is_deleted"
    " union all select 'stock', count(*), max(as_of) from stock_levels"
    " union all select 'customers', count(*), max(last_synced_at) from customers where not is_deleted"
    " union all select 'account-entries', count(*), max(created_at) from journal_entries where source = 'erp'"
    " union all select 'invoices', count(*), max(last_synced_at) from invoices where not is_deleted"
    " union all select 'exchange-rates', count(*), max(created_at) from exchange_rates"
    " union all select 'shipments', count(*), max(last_synced_at) from shipments"
)


class SqlSyncStates:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[SyncState]:
        return [
            SyncState(resource=Resource(name), count=count, last_pushed_at=last)
            for name, count, last in await self._session.execute(_STATES)
        ]

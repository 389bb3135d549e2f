"""What snapshots under way have held, and what is live beside it."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.ports import AnyItem, Resource
from b2b.application.integration.snapshots import Extent, Seen, deletions
from b2b.domain.shared.ids import ReceiptId, new_id
from b2b.infrastructure.persistence.tables.integration import push_seen

# What came to us after the snapshot was made is not its business.
_BEGAN: Final = (
    "began as materialized (select least(r.created_at, (select j.created_at from push_jobs j"
    " where j.id = r.id)) as at from push_receipts r where r.id = :id)"
)
_HELD: Final = (
    "held as materialized (select n.name, n.scope from push_seen s"
    " cross join lateral unnest(s.names, s.scopes) n (name, scope) where s.receipt_id = :id)"
)
_BY_KEY: Final = (
    "absent as (select l.name, l.place from live l where l.synced_at < (select at from began)"
    " and not exists (select from held h where h.name = l.name))"
)
_PRODUCTS: Final = (
    "live as materialized (select external_id as name, '' as place, last_synced_at as synced_at from products"
    " where not is_deleted and source = 'erp' and external_id is not null)"
)
_CAMPAIGNS: Final = _PRODUCTS.replace("from products", "from campaigns")
_PRICES: Final = (
    "levels as materialized (select distinct scope as level from held where scope <> '' union"
    " select p.level from held h join prices p on p.external_id = h.name where h.scope = ''),"
    " live as materialized (select external_id as name, '' as place, last_synced_at as synced_at from prices"
    "  where not is_deleted and source = 'erp' and external_id is not null"
    "  and level in (select level from levels))"
)
# Warehouses are named by their code or by their key.
_STOCK: Final = (
    "places as materialized (select w.id, w.code, n.name from warehouses w"
    "  join (select distinct scope as name from held) n on n.name in (w.code, w.external_id)),"
    " counted as materialized (select split_part(h.name, E'\\x1f', 1) as sku, p.id from held h"
    "  join places p on p.name = h.scope),"
    " live as materialized (select p.sku as name, w.code as place, w.id, l.as_of as synced_at"
    "  from stock_levels l join products p on p.id = l.product_id"
    "  join (select distinct id, code from places) w on w.id = l.warehouse_id where l.on_hand <> 0),"
    " absent as (select l.name, l.place from live l where l.synced_at < (select at from began)"
    "  and not exists (select from counted c where c.sku = l.name and c.id = l.id))"
)
_VIEWS: Final[Mapping[Resource, str]] = {
    Resource.PRODUCTS: f"{_PRODUCTS}, {_BY_KEY}",
    Resource.PRICES: f"{_PRICES}, {_BY_KEY}",
    Resource.CAMPAIGNS: f"{_CAMPAIGNS}, {_BY_KEY}",
    Resource.STOCK: _STOCK,
}
_UNNAMED: Final = "(select coalesce(sum(unnamed), 0) from push_seen where receipt_id = :id)"
_FORGET: Final = text("delete from push_seen where receipt_id = :id")


class SqlSeenItems:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def see(self, receipt_id: ReceiptId, seen: Seen) -> None:
        values = {"names": seen.names, "scopes": seen.scopes, "unnamed": seen.unnamed}
        await self._session.execute(insert(push_seen).values(id=new_id(), receipt_id=receipt_id, **values))

    async def measure(self, resource: Resource, receipt_id: ReceiptId) -> Extent:
        statement = text(
            f"with {_BEGAN}, {_HELD}, {_VIEWS[resource]}"  # noqa: S608
            f" select (select count(*) from live), (select count(*) from absent), {_UNNAMED}"
        )
        live, vanishing, unnamed = (await self._session.execute(statement, {"id": receipt_id})).one()
        return Extent(live=live, vanishing=vanishing, unnamed=int(unnamed))

    async def absent(self, resource: Resource, receipt_id: ReceiptId, limit: int) -> list[AnyItem]:
        statement = text(
            f"with {_BEGAN}, {_HELD}, {_VIEWS[resource]}"  # noqa: S608
            " select name, place from absent order by name, place limit :limit"
        )
        rows = await self._session.execute(statement, {"id": receipt_id, "limit": limit})
        return deletions(resource, [(row.name, row.place) for row in rows])

    async def forget(self, receipt_id: ReceiptId) -> None:
        await self._session.execute(_FORGET, {"id": receipt_id})

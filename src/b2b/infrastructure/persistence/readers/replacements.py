"""What is sold instead of products that no longer are."""

from collections.abc import Mapping, Sequence

from sqlalchemy import not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.shared.ids import ProductId
from b2b.domain.shared.quantities import Sku
from b2b.infrastructure.persistence.tables.catalog import products


class SqlReplacements:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, product_ids: Sequence[ProductId]) -> Mapping[ProductId, Sku]:
        if not product_ids:
            return {}
        instead = products.alias("instead")
        rows = await self._session.execute(
            select(products.c.id, instead.c.sku)
            .join(instead, instead.c.id == products.c.replacement_product_id)
            .where(products.c.id.in_(product_ids), instead.c.is_active, not_(instead.c.is_deleted))
        )
        return {ProductId(id): Sku(sku) for id, sku in rows}

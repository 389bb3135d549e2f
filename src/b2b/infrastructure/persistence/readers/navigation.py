"""Categories and brands with the number of products that a dealer can see in them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.navigation import BrandPage, BrandRow, CategoryNode, CategoryTree
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.infrastructure.persistence.tables.catalog import brands, categories, product_categories, products


class BrandKey(msgspec.Struct, frozen=True):
    name: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
    id: UUID


class SqlCatalogueNavigation:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def categories(self) -> CategoryTree:
        """From the roots down, so that a circle without a root cannot be entered."""
        below: dict[UUID | None, list[Any]] = {}
        for row in (await self._session.execute(_counted_categories())).all():
            below.setdefault(row.parent_id, []).append(row)
        return CategoryTree(_nodes(below, None))

    async def brands(self, request: PageRequest) -> BrandPage:
        count = func.count(products.c.id)
        statement = (
            select(brands.c.id, brands.c.slug, brands.c.name, brands.c.name_folded, count.label("count"))
            .outerjoin(products, and_(products.c.brand_id == brands.c.id, _LISTED))
            .where(not_(brands.c.is_deleted))
            .group_by(brands.c.tenant_id, brands.c.id)
            .order_by(brands.c.name_folded, brands.c.id)
            .limit(request.size + 1)
        )
        if (last := decode_cursor(request.cursor, BrandKey)) is not None:
            statement = statement.where(tuple_(brands.c.name_folded, brands.c.id) > (last.name, last.id))
        rows = (await self._session.execute(statement)).all()
        seen, next_cursor = cut(rows, request.size, lambda row: BrandKey(row.name_folded, row.id))
        return BrandPage([BrandRow(row.slug, row.name, row[4]) for row in seen], next_cursor)


_LISTED = and_(products.c.is_active, not_(products.c.is_deleted))


def _counted_categories() -> Any:
    """Each category with its own id and all those above it, then products counted once for each of them."""
    line = (
        select(categories.c.id, categories.c.id.label("above"))
        .where(not_(categories.c.is_deleted))
        .cte("line", recursive=True)
    )
    parent = categories.alias("parent")
    line = line.union(
        select(line.c.id, parent.c.parent_id).where(
            parent.c.id == line.c.above, parent.c.parent_id.is_not(None)
        )
    )
    counted = (
        select(line.c.above, func.count(product_categories.c.product_id.distinct()).label("count"))
        .join(product_categories, product_categories.c.category_id == line.c.id)
        .join(products, and_(products.c.id == product_categories.c.product_id, _LISTED))
        .group_by(line.c.above)
        .subquery()
    )
    return (
        select(categories, func.coalesce(counted.c.count, 0).label("product_count"))
        .outerjoin(counted, counted.c.above == categories.c.id)
        .where(not_(categories.c.is_deleted))
        .order_by(categories.c.position, categories.c.name, categories.c.id)
    )


def _nodes(below: dict[UUID | None, list[Any]], parent: UUID | None) -> list[CategoryNode]:
    return [
        CategoryNode(row.slug, row.name, row.name_en, row.image_url, row.product_count, _nodes(below, row.id))
        for row in below.get(parent, ())
    ]

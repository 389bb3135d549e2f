from typing import Any, Final

from sqlalchemy import Row, Select, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.ordering.queries.saved_lists import (
    FoundList,
    SavedListKey,
    SavedListPage,
    SavedListRow,
    SavedProduct,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.ordering.errors import SavedListNotFound
from b2b.domain.shared.ids import CustomerId, ProductId, SavedListId, UserId
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.identity import users
from b2b.infrastructure.persistence.tables.ordering import saved_list_lines, saved_lists

_LINES: Final = (
    select(func.count())
    .select_from(saved_list_lines)
    .where(saved_list_lines.c.list_id == saved_lists.c.id)
    .scalar_subquery()
)


class SqlSavedListReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, customer_id: CustomerId, reader: UserId, request: PageRequest) -> SavedListPage:
        statement = _rows(customer_id, reader)
        seen = decode_cursor(request.cursor, SavedListKey)
        if seen is not None:
            last = (seen.changed_at, seen.id)
            statement = statement.where(tuple_(saved_lists.c.changed_at, saved_lists.c.id) < last)
        statement = statement.order_by(saved_lists.c.changed_at.desc(), saved_lists.c.id.desc())
        found = (await self._session.execute(statement.limit(request.size + 1))).all()
        items, next_cursor = cut([_row(row, reader) for row in found], request.size, _key)
        return SavedListPage(items=items, next_cursor=next_cursor)

    async def one(self, list_id: SavedListId, customer_id: CustomerId, reader: UserId) -> FoundList:
        statement = _rows(customer_id, reader).where(saved_lists.c.id == list_id)
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise SavedListNotFound
        lines = (
            select(
                products.c.id,
                products.c.sku,
                products.c.name,
                saved_list_lines.c.quantity,
                saved_list_lines.c.note,
            )
            .join(products, products.c.id == saved_list_lines.c.product_id)
            .where(saved_list_lines.c.list_id == list_id)
            .order_by(saved_list_lines.c.id)
        )
        found = (await self._session.execute(lines)).all()
        return FoundList(
            row=_row(row, reader),
            lines=tuple(
                SavedProduct(ProductId(each.id), each.sku, each.name, each.quantity, each.note)
                for each in found
            ),
        )


def _rows(customer_id: CustomerId, reader: UserId) -> Select[Any]:
    """Row security leaves the distributor's people out where a dealer asks: such an owner has no name."""
    return (
        select(
            saved_lists.c.id,
            saved_lists.c.name,
            saved_lists.c.is_shared,
            saved_lists.c.owner_id,
            saved_lists.c.changed_at,
            saved_lists.c.version,
            users.c.full_name,
            _LINES.label("line_count"),
        )
        .outerjoin(users, users.c.id == saved_lists.c.owner_id)
        .where(
            saved_lists.c.customer_id == customer_id,
            or_(saved_lists.c.owner_id == reader, saved_lists.c.is_shared),
        )
    )


def _row(row: Row[Any], reader: UserId) -> SavedListRow:
    return SavedListRow(
        id=row.id,
        name=row.name,
        is_shared=row.is_shared,
        is_own=row.owner_id == reader,
        owner_name=row.full_name,
        line_count=row.line_count,
        changed_at=row.changed_at,
        version=row.version,
    )


def _key(row: SavedListRow) -> SavedListKey:
    return SavedListKey(changed_at=row.changed_at, id=row.id)

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.home.queries.find_documents import FOUND_MAX, NEWEST, FoundDocument
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.accounts import invoices
from b2b.infrastructure.persistence.tables.identity import customers
from b2b.infrastructure.persistence.tables.ordering import orders

COUNTED_LENGTH: Final = 8


class SqlDocumentFinder:
    """The newest, by the index that lists are read by, and of these whatever has the part."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def orders(self, part: str, customer_id: CustomerId | None) -> list[FoundDocument]:
        columns = orders.c
        newest = (
            select(
                columns.number,
                columns.po_number,
                columns.erp_order_number,
                columns.customer_title,
                columns.placed_at.label("at"),
            )
            .where(_of(columns.customer_id, customer_id))
            .order_by(columns.placed_at.desc(), columns.id.desc())
            .limit(NEWEST)
            .subquery()
        )
        theirs = (newest.c.po_number, newest.c.erp_order_number)
        found = (
            select(newest.c.number, newest.c.po_number, newest.c.customer_title)
            .where(
                or_(
                    _of_ours(newest.c.number, part),
                    *(number.icontains(part, autoescape=True) for number in theirs),
                )
            )
            .order_by(newest.c.at.desc())
            .limit(FOUND_MAX)
        )
        return await self._found(found)

    async def invoices(self, part: str, customer_id: CustomerId | None) -> list[FoundDocument]:
        columns = invoices.c
        newest = (
            select(columns.number, columns.order_number, columns.customer_id, columns.issued_on.label("at"))
            .where(_of(columns.customer_id, customer_id), ~columns.is_deleted)
            .order_by(columns.issued_on.desc(), columns.id.desc())
            .limit(NEWEST)
            .subquery()
        )
        found = (
            select(newest.c.number, newest.c.order_number, customers.c.title)
            .join(customers, customers.c.id == newest.c.customer_id)
            .where(
                or_(
                    newest.c.number.icontains(part, autoescape=True),
                    _of_ours(newest.c.order_number, part),
                )
            )
            .order_by(newest.c.at.desc())
            .limit(FOUND_MAX)
        )
        return await self._found(found)

    async def _found(self, statement: Select[Any]) -> list[FoundDocument]:
        return [
            FoundDocument(number=number, also=also, customer_title=title)
            for number, also, title in await self._session.execute(statement)
        ]


def _of(column: ColumnElement[Any], customer_id: CustomerId | None) -> ColumnElement[bool]:
    return true() if customer_id is None else column == customer_id


def _of_ours(number: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Of our own numbers, which begin alike: their beginning, or a part of what is counted."""
    counted = func.right(number, COUNTED_LENGTH)
    return or_(
        number.istartswith(part, autoescape=True) & (len(part) > COUNTED_LENGTH),
        counted.icontains(part, autoescape=True),
    )

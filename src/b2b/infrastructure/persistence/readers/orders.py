from collections.abc import Mapping, Set
from datetime import time
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, TextClause, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.ordering.documents import order_document
from b2b.application.ordering.queries.orders import (
    AmendedLineRow,
    AmendmentRow,
    OrderDocumentPage,
    OrderFilter,
    OrderKey,
    OrderPage,
    OrderRow,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import money_of
from b2b.domain.shared.ids import CustomerId, OrderId
from b2b.infrastructure.clock import in_istanbul
from b2b.infrastructure.persistence.mappings.ordering import StoredOrder
from b2b.infrastructure.persistence.tables.identity import users
from b2b.infrastructure.persistence.tables.ordering import (
    ORDER_IS_UNACKNOWLEDGED,
    order_amendments,
    order_lines,
    orders,
)

_REPRESENTATIVES = text(
    "select p.id, representative_name(p.id) as full_name from unnest(cast(:people as uuid[])) as p (id)"
)


class SqlOrderReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, customer_id: CustomerId | None, wanted: OrderFilter, request: PageRequest
    ) -> OrderPage:
        statement = _filtered(_rows(), customer_id, wanted)
        seen = decode_cursor(request.cursor, OrderKey)
        if seen is not None:
            statement = statement.where(tuple_(orders.c.placed_at, orders.c.id) < (seen.placed_at, seen.id))
        statement = statement.order_by(orders.c.placed_at.desc(), orders.c.id.desc())
        found = (await self._session.execute(statement.limit(request.size + 1))).all()
        items, next_cursor = cut([_row(row) for row in found], request.size, _key)
        return OrderPage(items=items, next_cursor=next_cursor)

    async def documents(self, wanted: OrderFilter, request: PageRequest) -> OrderDocumentPage:
        statement = _filtered(select(StoredOrder), None, wanted)
        seen = decode_cursor(request.cursor, OrderKey)
        if seen is not None:
            statement = statement.where(tuple_(orders.c.placed_at, orders.c.id) > (seen.placed_at, seen.id))
        statement = statement.order_by(orders.c.placed_at, orders.c.id).limit(request.size + 1)
        found = (await self._session.scalars(statement)).all()
        page, next_cursor = cut(
            found, request.size, lambda order: OrderKey(placed_at=order.placed_at, id=order.id)
        )
        return OrderDocumentPage(items=[order_document(order) for order in page], next_cursor=next_cursor)

    async def amendments(self, order_id: OrderId) -> list[AmendmentRow]:
        made = order_amendments.c
        statement = select(order_amendments).where(made.order_id == order_id).order_by(made.sequence)
        return [
            AmendmentRow(
                sequence=row.sequence,
                at=row.at,
                reason=row.reason,
                gross_before=money_of(row.gross_before, row.currency.code),
                gross_after=money_of(row.gross_after, row.currency.code),
                lines=msgspec.convert(row.lines, list[AmendedLineRow]),
            )
            for row in await self._session.execute(statement)
        ]

    async def names(self, people: Set[UUID]) -> Mapping[UUID, str]:
        """Row security hides the distributor's people where a dealer asks, but for who acted for them."""
        if not people:
            return {}
        statement = select(users.c.id, users.c.full_name).where(users.c.id.in_(people))
        found = {row.id: row.full_name for row in await self._session.execute(statement)}
        if hidden := people - found.keys():
            names = await self._session.execute(_REPRESENTATIVES, {"people": list(hidden)})
            found |= {row.id: row.full_name for row in names if row.full_name is not None}
        return found


def _rows() -> Select[Any]:
    lines = (
        select(func.count())
        .select_from(order_lines)
        .where(order_lines.c.order_id == orders.c.id)
        .scalar_subquery()
    )
    return select(
        orders.c.id,
        orders.c.number,
        orders.c.status,
        orders.c.source,
        orders.c.customer_code,
        orders.c.customer_title,
        orders.c.placed_at,
        orders.c.gross,
        orders.c.currency,
        orders.c.po_number,
        orders.c.erp_order_number,
        orders.c.acknowledged_at,
        orders.c.amended_at,
        lines.label("line_count"),
    )


def _filtered(statement: Select[Any], customer_id: CustomerId | None, wanted: OrderFilter) -> Select[Any]:
    if customer_id is not None:
        statement = statement.where(orders.c.customer_id == customer_id)
    if wanted.status is not None:
        statement = statement.where(orders.c.status == wanted.status)
    if wanted.acknowledged is not None:
        statement = statement.where(_acknowledged(yes=wanted.acknowledged))
    if wanted.placed_from is not None:
        statement = statement.where(orders.c.placed_at >= in_istanbul(wanted.placed_from))
    if wanted.placed_to is not None:
        statement = statement.where(orders.c.placed_at <= in_istanbul(wanted.placed_to, time.max))
    return statement


def _acknowledged(*, yes: bool) -> ColumnElement[bool] | TextClause:
    return orders.c.acknowledged_at.is_not(None) if yes else text(ORDER_IS_UNACKNOWLEDGED)


def _row(row: Row[Any]) -> OrderRow:
    return OrderRow(
        id=row.id,
        number=row.number,
        status=row.status.value,
        source=row.source.value,
        customer_code=row.customer_code,
        customer_title=row.customer_title,
        placed_at=row.placed_at,
        gross=money_of(row.gross, row.currency.code),
        line_count=row.line_count,
        po_number=row.po_number,
        erp_order_number=row.erp_order_number,
        acknowledged_at=row.acknowledged_at,
        amended_at=row.amended_at,
    )


def _key(row: OrderRow) -> OrderKey:
    return OrderKey(placed_at=row.placed_at, id=row.id)

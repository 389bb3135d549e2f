from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.pricing.queries.special_prices import (
    PriceState,
    SpecialPriceFilter,
    SpecialPriceKey,
    SpecialPricePage,
    SpecialPriceRow,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import MoneyValue, unit_price
from b2b.domain.pricing.prices import PriceLevel
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.identity import customers
from b2b.infrastructure.persistence.tables.pricing import EVERYBODY, prices

_STATES: Final[Mapping[PriceState, Callable[[date], ColumnElement[bool]]]] = {
    PriceState.VALID: lambda on: _holds(prices, on),
    PriceState.COMING: lambda on: prices.c.valid_from > on,
    PriceState.ENDED: lambda on: prices.c.valid_to < on,
}


class SqlSpecialPriceReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self,
        customer_id: CustomerId | None,
        wanted: SpecialPriceFilter,
        request: PageRequest,
        *,
        on: date,
    ) -> SpecialPricePage:
        place = (customers.c.title_folded, products.c.sku, prices.c.id)
        statement = _rows(on).where(*_wanted(customer_id, wanted, on)).order_by(*place)
        if seen := decode_cursor(request.cursor, SpecialPriceKey):
            statement = statement.where(tuple_(*place) > (seen.title, seen.sku, seen.id))
        rows = (await self._session.execute(statement.limit(request.size + 1))).all()
        found, next_cursor = cut(
            rows, request.size, lambda row: SpecialPriceKey(row.title_folded, row.sku, row.id)
        )
        return SpecialPricePage(items=[_row(row, on) for row in found], next_cursor=next_cursor)


def _rows(on: date) -> Select[Any]:
    return (
        select(
            prices,
            customers.c.code.label("customer_code"),
            customers.c.title.label("customer_title"),
            customers.c.title_folded,
            products.c.sku,
            products.c.name.label("product_name"),
            _listed(on).label("listed"),
        )
        .join(customers, customers.c.id == prices.c.customer_id)
        .join(products, products.c.id == prices.c.product_id)
        .where(not_(prices.c.is_deleted), not_(customers.c.is_deleted))
    )


def _listed(on: date) -> ColumnElement[Decimal]:
    """What the list asks today for as many, in the same currency."""
    listed = prices.alias("listed")
    return (
        select(func.min(listed.c.unit_price))
        .where(
            listed.c.product_id == prices.c.product_id,
            listed.c.audience_id == EVERYBODY,
            listed.c.currency == prices.c.currency,
            listed.c.min_quantity <= prices.c.min_quantity,
            not_(listed.c.is_deleted),
            _holds(listed, on),
        )
        .correlate(prices)
        .scalar_subquery()
    )


def _holds(of: Any, on: date) -> ColumnElement[bool]:
    return and_(
        or_(of.c.valid_from.is_(None), of.c.valid_from <= on),
        or_(of.c.valid_to.is_(None), of.c.valid_to >= on),
    )


def _wanted(
    customer_id: CustomerId | None, wanted: SpecialPriceFilter, on: date
) -> list[ColumnElement[bool]]:
    found = [prices.c.level == PriceLevel.CUSTOMER.value]
    if customer_id is not None:
        found.append(prices.c.customer_id == customer_id)
    if wanted.sku:
        found.append(func.lower(products.c.sku).startswith(wanted.sku.lower(), autoescape=True))
    if wanted.state is not None:
        found.append(_STATES[wanted.state](on))
    return found


def _row(row: Row[Any], on: date) -> SpecialPriceRow:
    listed = None if row.listed is None else MoneyValue(unit_price(row.listed), row.currency)
    return SpecialPriceRow(
        id=row.id,
        customer_code=row.customer_code,
        customer_title=row.customer_title,
        sku=row.sku,
        product_name=row.product_name,
        min_quantity=row.min_quantity,
        unit_price=MoneyValue(unit_price(row.unit_price), row.currency),
        list_price=listed,
        above_list=row.listed is not None and row.unit_price > row.listed,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=_state(row.valid_from, row.valid_to, on),
        reason=row.reason,
        source=row.source,
        external_id=row.external_id,
        synced_at=row.last_synced_at,
    )


def _state(first: date | None, last: date | None, on: date) -> PriceState:
    if first is not None and first > on:
        return PriceState.COMING
    return PriceState.ENDED if last is not None and last < on else PriceState.VALID

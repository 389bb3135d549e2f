"""What is on the shelves, as one number per product."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, and_, exists, func, literal_column, or_, select
from sqlalchemy.sql.selectable import LateralFromClause

from b2b.application.catalog.queries.products import ProductAvailability
from b2b.application.shared.settings import LOW_STOCK_THRESHOLD
from b2b.domain.inventory.availability import AvailabilityStatus, availability
from b2b.domain.shared.ids import ProductId
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.inventory import stock_levels

# The first receipt that is still to come; most levels expect none.
_NEXT_RECEIPT: Final = literal_column(
    "case when stock_levels.expected <> '[]' then (select min((r.value ->> 'on')::date)"
    " from jsonb_array_elements(stock_levels.expected) r"
    " where (r.value ->> 'on')::date >= (now() at time zone 'Europe/Istanbul')::date) end",
    Date,
)
_NOT_COUNTED: Final = AvailabilityStatus.IN_STOCK.value


def stock_of(product_id: ColumnElement[ProductId] | ColumnElement[Any]) -> LateralFromClause:
    """Columns `available` (over all warehouses, each at least zero), `as_of` and `expected_on`."""
    free = func.greatest(stock_levels.c.on_hand - stock_levels.c.reserved, 0)
    return (
        select(
            func.sum(free).label("available"),
            func.max(stock_levels.c.as_of).label("as_of"),
            func.min(_NEXT_RECEIPT).label("expected_on"),
        )
        .where(stock_levels.c.product_id == product_id)
        .lateral("stock")
    )


def is_available() -> ColumnElement[bool]:
    """Of a row of `products`: there is a piece to be had, or nobody counts them."""
    some = exists().where(
        and_(stock_levels.c.product_id == products.c.id, stock_levels.c.on_hand > stock_levels.c.reserved)
    )
    return or_(products.c.track_stock.is_(False), some)


def availability_of(
    available: int | None,
    as_of: datetime | None,
    expected_on: date | None,
    *,
    low_up_to: int,
    tracked: bool,
    backorder_allowed: bool,
) -> ProductAvailability:
    if not tracked:
        return ProductAvailability(_NOT_COUNTED, None, None)
    quantity = int(available or 0)
    status = availability(quantity, low_up_to=low_up_to, tracked=tracked, backorder_allowed=backorder_allowed)
    return ProductAvailability(status.value, quantity, as_of, expected_on)


def low_threshold(stored: object) -> int:
    """The tenant's setting as stored, which came with the page's own statement, or its default."""
    return LOW_STOCK_THRESHOLD.default if stored is None else LOW_STOCK_THRESHOLD.parse(stored)

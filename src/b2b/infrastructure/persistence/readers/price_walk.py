"""The cheapest or the dearest products of a buyer, found along the prices until there is a page of them.

What a product costs a buyer is in no index: it depends on the levels, quantities and days of several rows.
But it is always one of those rows, and those of everybody, of the tier and of the dealer are each read in the
order of their prices. They are merged, and each is asked whether it is what its product costs this buyer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    exists,
    func,
    literal_column,
    not_,
    select,
    true,
    union_all,
)

from b2b.infrastructure.persistence.readers.pricing import LEVEL_RANK, audience, audiences, holds
from b2b.infrastructure.persistence.readers.product_orders import Order
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.pricing import prices

AnySelect = Select[Any]
# Keeps a query what it is written as: neither merged with the one around it nor put into another order.
_AS_WRITTEN: Final[ColumnElement[int]] = literal_column("0")


@dataclass(frozen=True, slots=True)
class PriceWalk:
    """The `columns` of `products` that meet `wanted`; `goes_on` where another page's last is known."""

    columns: Sequence[ColumnElement[Any]]
    wanted: Sequence[ColumnElement[bool]]
    buyer: CTE
    is_dealer: bool
    order: Order
    goes_on: bool
    rows_max: ColumnElement[int]

    def page(self) -> AnySelect:
        """The columns and `key`, in the order. Products without a price follow where the others end."""
        priced = self._priced().cte("priced")
        count = select(func.count()).select_from(priced).scalar_subquery()
        rest = self._unpriced().where(count < self.rows_max).subquery("rest")
        both = union_all(select(priced), select(rest)).subquery("both")
        return select(both).order_by(*self.order.by(both.c.key, both.c.id)).limit(self.rows_max)

    def page_without_prices(self) -> AnySelect:
        """A page that begins behind a product without a price."""
        return self._unpriced().where(self.order.behind_id(products.c.id))

    def _priced(self) -> AnySelect:
        met = self._met()
        found = (
            select(*self.columns)
            .where(products.c.id == met.c.product_id, met.c.id == self._paid(), *self.wanted)
            .offset(_AS_WRITTEN)
            .lateral("found")
        )
        return (
            select(*found.c, met.c.unit_price.label("key"))
            .select_from(met.join(found, true()))
            .order_by(*self._along(met))
            .limit(self.rows_max)
        )

    def _met(self) -> Subquery:
        """All rows of the buyer's levels in the order of their prices, each level along its index."""
        levels = [
            select(prices.c.unit_price, prices.c.product_id, prices.c.id)
            .where(
                prices.c.audience_id == whose,
                prices.c.currency == select(self.buyer.c.currency).scalar_subquery(),
                not_(prices.c.is_deleted),
                *([self.order.behind(prices.c.unit_price, prices.c.product_id)] if self.goes_on else []),
            )
            .order_by(*self._along(prices))
            for whose in audiences(self.buyer, dealer=self.is_dealer)
        ]
        level = union_all(*levels).subquery("level")
        return select(level).order_by(*self._along(level)).offset(_AS_WRITTEN).subquery("met")

    def _along(self, rows: FromClause) -> list[ColumnElement[Any]]:
        return self.order.by(rows.c.unit_price, rows.c.product_id)

    def _paid(self) -> ColumnElement[Any]:
        """The row that says what the product costs: the lowest price of the first level that has one."""
        return (
            select(prices.c.id)
            .where(*self._theirs())
            .order_by(LEVEL_RANK, prices.c.unit_price, prices.c.id)
            .limit(literal_column("1"))
            .correlate(products)
            .scalar_subquery()
        )

    def _unpriced(self) -> AnySelect:
        has_price = exists(select(prices.c.id).where(*self._theirs()).offset(_AS_WRITTEN).correlate(products))
        nowhere = self.order.nowhere
        by_id = products.c.id.desc() if self.order.descending else products.c.id
        return (
            select(*self.columns, nowhere.label("key"))
            .where(not_(has_price), *self.wanted)
            .order_by(by_id)
            .limit(self.rows_max)
        )

    def _theirs(self) -> Sequence[ColumnElement[bool]]:
        """Rows that hold for as many of a product as are sold at least."""
        return (
            prices.c.product_id == products.c.id,
            audience(self.buyer, dealer=self.is_dealer),
            holds(self.buyer),
            prices.c.min_quantity <= products.c.min_quantity,
        )

"""The statements of the product list: a page's products by index first, then their prices and stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Select, Text, cast, func, literal_column, null, select, true

from b2b.application.catalog.queries.products import (
    ProductSort,
)
from b2b.infrastructure.persistence.readers.offers import offered
from b2b.infrastructure.persistence.readers.price_walk import PriceWalk
from b2b.infrastructure.persistence.readers.pricing import buyer_cte
from b2b.infrastructure.persistence.readers.product_filters import (
    FilterShape,
    conditions,
)
from b2b.infrastructure.persistence.readers.product_orders import (
    ORDERS,
    PageSource,
)
from b2b.infrastructure.persistence.readers.product_search import beginning, best, matches
from b2b.infrastructure.persistence.readers.rankings import ANSWERS_MIN, RANKED_MAX, kept_answers
from b2b.infrastructure.persistence.readers.statements import Statement, drawn
from b2b.infrastructure.persistence.tables.catalog import brands, categories, product_categories, products

# Places in a row: first what is the same for every buyer, from `LISTED` on what `Offered` says.
ID, VERSION, KEY, WIDE, LISTED = range(10, 15)
LOW: Final = LISTED + 1
TOLD: Final = LISTED + 7
# Of the answers to a question: how many there are, and where they are many the best of them.
_TOLD: Final = ("hits", "ids", "ranks")

# Who wrote the row: where it is changed, it is another.
ROW_VERSION: Final[ColumnElement[str]] = literal_column("products.xmin::text", Text)


class Along(Enum):
    """What a page is found along: what its order says, a ranking that is kept, the prices, or the products
    that have none.
    """

    ORDER = auto()
    RANKING = auto()
    PRICES = auto()
    UNPRICED = auto()


@dataclass(frozen=True, slots=True)
class PageShape:
    """All that changes a page's text. The rest are parameters, so that the database plans each shape once."""

    sort: ProductSort
    filters: FilterShape
    is_dealer: bool
    with_prices: bool
    goes_on: bool
    rows_max: int
    along: Along


@lru_cache(maxsize=512)
def page_statement(shape: PageShape) -> Statement:
    buyer = buyer_cte(dealer=shape.is_dealer)
    page = _page(shape, buyer)
    named = (
        page.join(buyer, true())
        .outerjoin(brands, brands.c.id == page.c.brand_id)
        .outerjoin(categories, categories.c.id == page.c.category_id)
    )
    offer = offered(
        named,
        buyer,
        page.c.id,
        func.array(select(page.c.id).scalar_subquery()),
        is_dealer=shape.is_dealer,
        with_prices=shape.with_prices,
    )
    order = ORDERS[shape.sort]
    return drawn(
        select(
            page.c.sku,
            page.c.name,
            brands.c.name,
            categories.c.name,
            page.c.image_url,
            page.c.unit,
            page.c.min_quantity,
            page.c.quantity_step,
            page.c.track_stock,
            page.c.backorder_allowed,
            cast(page.c.id, Text),
            page.c.version,
            page.c.key,
            page.c.wide,
            *offer.columns,
            page.c.hits,
            page.c.ids,
            page.c.ranks,
        )
        .select_from(offer.rows)
        .order_by(*order.by(page.c.key, page.c.id))
    )


def _page(shape: PageShape, buyer: CTE) -> CTE:
    """The page's products, in order, one more than asked for: found before anything is joined to them."""
    by_order = shape.along in {Along.ORDER, Along.RANKING}
    statement = _by_order(shape, buyer) if by_order else _by_walk(shape, buyer)
    return statement.cte("page").prefix_with("materialized", dialect="postgresql")


def _by_order(shape: PageShape, buyer: CTE) -> Select[Any]:
    order = ORDERS[shape.sort]
    found = _answers(shape)
    ranked = found is not None and shape.sort is ProductSort.RELEVANCE
    source = order.source(PageSource(buyer, found, shape.is_dealer))
    wide = found.c.wide if found is not None and ranked else null()
    told = [(found.c.get(name, null()) if found is not None else null()).label(name) for name in _TOLD]
    statement = (
        select(*_columns(), source.key.label("key"), wide.label("wide"), *told)
        .select_from(source.rows)
        .where(*conditions(shape.filters, None if ranked else found))
        .order_by(*order.by(source.key, products.c.id))
        .limit(_rows_max(shape))
    )
    behind = (order.behind(source.key, products.c.id),) if shape.goes_on else ()
    if source.grouped:
        return statement.group_by(products.c.tenant_id, products.c.id).having(*behind)
    return statement.where(*behind)


def _answers(shape: PageShape) -> CTE | None:
    """What answers the question; where nothing else is asked for, no more of it than the page has."""
    if not shape.filters.words:
        return None
    if shape.along is Along.RANKING:
        return kept_answers()
    found = matches()
    if shape.sort is not ProductSort.RELEVANCE or shape.filters != FilterShape(words=True):
        return found
    order = ORDERS[shape.sort]
    if shape.goes_on:
        return best(found, order.behind(found.c.rank, found.c.product_id), _rows_max(shape))
    ranked = best(found, None, literal_column(str(RANKED_MAX)))
    return beginning(ranked, _rows_max(shape), literal_column(str(ANSWERS_MIN)))


def _by_walk(shape: PageShape, buyer: CTE) -> Select[Any]:
    walk = PriceWalk(
        columns=_columns(),
        wanted=conditions(shape.filters, None),
        buyer=buyer,
        is_dealer=shape.is_dealer,
        order=ORDERS[shape.sort],
        goes_on=shape.goes_on,
        rows_max=_rows_max(shape),
    )
    found = (walk.page() if shape.along is Along.PRICES else walk.page_without_prices()).subquery("found")
    return select(*found.c, *(null().label(name) for name in ("wide", *_TOLD)))


def _rows_max(shape: PageShape) -> ColumnElement[int]:
    return literal_column(str(shape.rows_max + 1))


def _columns() -> Sequence[ColumnElement[Any]]:
    return (
        products.c.id,
        products.c.sku,
        products.c.name,
        products.c.brand_id,
        _primary_category().label("category_id"),
        products.c.image_url,
        products.c.unit,
        products.c.min_quantity,
        products.c.quantity_step,
        products.c.track_stock,
        products.c.backorder_allowed,
        ROW_VERSION.label("version"),
    )


def _primary_category() -> ColumnElement[Any]:
    return (
        select(product_categories.c.category_id)
        .where(product_categories.c.product_id == products.c.id, product_categories.c.is_primary)
        .limit(literal_column("1"))
        .scalar_subquery()
    )

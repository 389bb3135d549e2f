"""The product list, one statement per page: its products by index first, then their prices and stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, Text, cast, func, literal_column, null, select, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.products import (
    ProductFacets,
    ProductFilters,
    ProductItem,
    ProductPage,
    ProductQuery,
    ProductSort,
)
from b2b.application.shared.access import Actor
from b2b.application.shared.pages import PAGE_SIZE, PAGE_SIZE_MAX, cut, decode_cursor
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.readers.inventory import availability_of, low_threshold, stock_of
from b2b.infrastructure.persistence.readers.price_walk import PriceWalk
from b2b.infrastructure.persistence.readers.pricing import buyer_cte, campaign_offers, own_price, price_steps
from b2b.infrastructure.persistence.readers.product_facets import read_facets
from b2b.infrastructure.persistence.readers.product_filters import (
    FilterShape,
    Reach,
    brand_count,
    category_count,
    conditions,
    filter_parameters,
    shape_of,
)
from b2b.infrastructure.persistence.readers.product_orders import (
    ORDERS,
    AnyKey,
    PageSource,
    RelevanceKey,
    after,
)
from b2b.infrastructure.persistence.readers.product_search import best, matches, question
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.readers.statements import Statement, drawn
from b2b.infrastructure.persistence.tables.catalog import brands, categories, product_categories, products

Row = tuple[Any, ...]

# Gathering reads each, about five pages of the database. Of more, a page is met sooner on the way, but later
# than their share says, since names of one kind stand together.
FEW_MAX: Final = 20_000
_CATEGORY_COUNT: Final = drawn(category_count(FEW_MAX + 1))
# So many are priced in a quarter of a second; of more, a page is met sooner along the prices.
PRICED_MAX: Final = 10_000
_BRAND_COUNT: Final = drawn(brand_count(PRICED_MAX + 1))
_PRICE_SORTS: Final = frozenset({ProductSort.PRICE, ProductSort.PRICE_DESCENDING})


class Along(Enum):
    """What a page is found along: what its order says, the prices, or the products that have none."""

    ORDER = auto()
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


class SqlProductListings:
    def __init__(self, session: AsyncSession, actor: Actor, shelf: FacetShelf) -> None:
        self._session = session
        self._actor = actor
        self._shelf = shelf

    async def page(
        self, query: ProductQuery, *, customer_id: CustomerId | None, with_prices: bool, on: date
    ) -> ProductPage:
        sort = query.sort
        if sort is ProductSort.RELEVANCE and query.filters.words is None:
            sort = ProductSort.NAME
        order = ORDERS[sort]
        last_seen = decode_cursor(query.page.cursor, order.cursor)
        reach = await self._reach(query.filters, sort)
        shape = PageShape(
            sort=sort,
            filters=shape_of(query.filters, reach),
            is_dealer=customer_id is not None,
            with_prices=with_prices,
            goes_on=last_seen is not None,
            # A few lengths rather than each: the length is part of the text, or plans would ignore it.
            rows_max=PAGE_SIZE if query.page.size <= PAGE_SIZE else PAGE_SIZE_MAX,
            along=_along(sort, reach, nowhere=order.is_nowhere(last_seen)),
        )
        whom = {"customer": customer_id, "tenant": self._actor.tenant_id, "on": on}
        rows = await page_statement(shape).rows(
            self._session,
            {**filter_parameters(query.filters), **_asked(query, last_seen), **after(last_seen), **whom},
        )
        low_up_to = low_threshold(rows[0][11]) if rows else 0
        seen, next_cursor = cut(
            rows, query.page.size, lambda row: order.key_of(row[17], UUID(row[16]), wide=row[18])
        )
        return ProductPage([_item(row, low_up_to) for row in seen], next_cursor)

    async def _reach(self, filters: ProductFilters, sort: ProductSort) -> Reach:
        """A few are gathered and sorted; of many a page is met soon on the way along an index."""
        if sort in _PRICE_SORTS:
            return await self._priced_reach(filters)
        if filters.category is None or sort is ProductSort.RELEVANCE:
            return Reach.ANY
        return Reach.FEW if await self._category_count(filters) <= FEW_MAX else Reach.MANY

    async def _priced_reach(self, filters: ProductFilters) -> Reach:
        """Where two things are asked for, few may have both."""
        asked = (filters.words, filters.category, *filters.brands, *filters.attributes)
        match [each for each in asked if each is not None]:
            case []:
                return Reach.MANY
            case [_] if filters.category is not None:
                count = await self._category_count(filters)
            case [_] if filters.brands:
                rows = await _BRAND_COUNT.rows(self._session, {"brand": filters.brands[0]})
                count = rows[0][0]
            case _:
                return Reach.ANY
        return Reach.MANY if count > PRICED_MAX else Reach.ANY

    async def _category_count(self, filters: ProductFilters) -> int:
        rows = await _CATEGORY_COUNT.rows(self._session, {"category": filters.category})
        return int(rows[0][0])

    async def facets(self, filters: ProductFilters) -> ProductFacets:
        return await self._shelf.get((self._actor.tenant_id, filters), lambda: self._read_facets(filters))

    async def _read_facets(self, filters: ProductFilters) -> ProductFacets:
        few = filters.category is not None and await self._category_count(filters) <= FEW_MAX
        reach = Reach.FEW if few else Reach.ANY
        return await read_facets(self._session, self._actor.tenant_id, filters, reach)


def _along(sort: ProductSort, reach: Reach, *, nowhere: bool) -> Along:
    if sort not in _PRICE_SORTS or reach is not Reach.MANY:
        return Along.ORDER
    return Along.UNPRICED if nowhere else Along.PRICES


def _asked(query: ProductQuery, last_seen: AnyKey | None) -> Mapping[str, object]:
    if query.filters.words is None:
        return {}
    wide = last_seen.wide if isinstance(last_seen, RelevanceKey) else None
    return question(query.filters.words, wide=wide)


def _item(row: Row, low_up_to: int) -> ProductItem:
    (sku, name, brand, category, image_url, unit, min_quantity, quantity_step) = row[:8]
    (tracked, backorder_allowed, currency, _low, steps, available, as_of, expected_on) = row[8:16]
    return ProductItem(
        sku,
        name,
        brand,
        category,
        image_url,
        unit,
        min_quantity,
        quantity_step,
        own_price(steps, currency, min_quantity, row[19]),
        availability_of(
            available,
            as_of,
            expected_on,
            low_up_to=low_up_to,
            tracked=tracked,
            backorder_allowed=backorder_allowed,
        ),
    )


@lru_cache(maxsize=512)
def page_statement(shape: PageShape) -> Statement:
    buyer = buyer_cte(dealer=shape.is_dealer)
    page = _page(shape, buyer)
    stock = stock_of(page.c.id)
    whole = (
        page.join(buyer, true())
        .join(stock, true())
        .outerjoin(brands, brands.c.id == page.c.brand_id)
        .outerjoin(categories, categories.c.id == page.c.category_id)
    )
    steps: ColumnElement[Any] = cast(null(), Text)
    offers: ColumnElement[Any] = cast(null(), JSONB)
    if shape.with_prices:
        price = price_steps(buyer, page.c.id, dealer=shape.is_dealer)
        listed = func.array(select(page.c.id).scalar_subquery())
        reduced = campaign_offers(buyer, listed, dealer=shape.is_dealer)
        whole = whole.join(price, true()).outerjoin(reduced, reduced.c.product_id == page.c.id)
        steps, offers = price.c.steps, reduced.c.offers
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
            buyer.c.currency,
            buyer.c.low,
            steps,
            stock.c.available,
            stock.c.as_of,
            stock.c.expected_on,
            cast(page.c.id, Text),
            page.c.key,
            page.c.wide,
            offers,
        )
        .select_from(whole)
        .order_by(*order.by(page.c.key, page.c.id))
    )


def _page(shape: PageShape, buyer: CTE) -> CTE:
    """The page's products, in order, one more than asked for: found before anything is joined to them."""
    statement = _by_order(shape, buyer) if shape.along is Along.ORDER else _by_walk(shape, buyer)
    return statement.cte("page").prefix_with("materialized", dialect="postgresql")


def _by_order(shape: PageShape, buyer: CTE) -> Select[Any]:
    order = ORDERS[shape.sort]
    found = matches() if shape.filters.words else None
    ranked = found is not None and shape.sort is ProductSort.RELEVANCE
    if found is not None and ranked and shape.filters == FilterShape(words=True):
        behind_last = order.behind(found.c.rank, found.c.product_id) if shape.goes_on else None
        found = best(found, behind_last, _rows_max(shape))
    source = order.source(PageSource(buyer, found, shape.is_dealer))
    wide = found.c.wide if found is not None and ranked else null()
    statement = (
        select(*_columns(), source.key.label("key"), wide.label("wide"))
        .select_from(source.rows)
        .where(*conditions(shape.filters, None if ranked else found))
        .order_by(*order.by(source.key, products.c.id))
        .limit(_rows_max(shape))
    )
    behind = (order.behind(source.key, products.c.id),) if shape.goes_on else ()
    if source.grouped:
        return statement.group_by(products.c.tenant_id, products.c.id).having(*behind)
    return statement.where(*behind)


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
    return select(*found.c, null().label("wide"))


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
    )


def _primary_category() -> ColumnElement[Any]:
    return (
        select(product_categories.c.category_id)
        .where(product_categories.c.product_id == products.c.id, product_categories.c.is_primary)
        .limit(literal_column("1"))
        .scalar_subquery()
    )

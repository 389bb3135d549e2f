"""The product list, one statement per page."""

import math
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

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
from b2b.infrastructure.persistence.readers.inventory import availability_of, low_threshold
from b2b.infrastructure.persistence.readers.kept_pages import (
    KeptPage,
    PageShelf,
    offers_statement,
    page_key,
)
from b2b.infrastructure.persistence.readers.pricing import own_price
from b2b.infrastructure.persistence.readers.product_facets import read_facets
from b2b.infrastructure.persistence.readers.product_filters import (
    Reach,
    brand_count,
    category_count,
    filter_parameters,
    shape_of,
)
from b2b.infrastructure.persistence.readers.product_orders import (
    ORDERS,
    AnyKey,
    RelevanceKey,
    after,
)
from b2b.infrastructure.persistence.readers.product_pages import (
    ID,
    KEY,
    LISTED,
    LOW,
    TOLD,
    WIDE,
    Along,
    PageShape,
    page_statement,
)
from b2b.infrastructure.persistence.readers.product_search import question
from b2b.infrastructure.persistence.readers.rankings import (
    Question,
    Ranking,
    RankingShelf,
    question_of,
    ranked_parameters,
    read_ranking,
)
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.session import Rows

Row = tuple[Any, ...]
Parameters = Mapping[str, object]

# Gathering reads each, about five pages of the database. Of more, a page is met sooner on the way, but later
# than their share says, since names of one kind stand together.
FEW_MAX: Final = 20_000
_CATEGORY_COUNT: Final = drawn(category_count(FEW_MAX + 1))
# So many are priced in a quarter of a second; of more, a page is met sooner along the prices.
PRICED_MAX: Final = 10_000
_BRAND_COUNT: Final = drawn(brand_count(PRICED_MAX + 1))
_PRICE_SORTS: Final = frozenset({ProductSort.PRICE, ProductSort.PRICE_DESCENDING})


class SqlProductListings:
    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        shelf: FacetShelf,
        rankings: RankingShelf,
        pages: PageShelf,
    ) -> None:
        self._session = session
        self._actor = actor
        self._shelf = shelf
        self._rankings = rankings
        self._pages = pages

    async def page(
        self, query: ProductQuery, *, customer_id: CustomerId | None, with_prices: bool, on: date
    ) -> ProductPage:
        sort = query.sort
        if sort is ProductSort.RELEVANCE and query.filters.words is None:
            sort = ProductSort.NAME
        order = ORDERS[sort]
        last_seen = decode_cursor(query.page.cursor, order.cursor)
        # A few lengths rather than each: the length is part of the text, or plans would ignore it.
        rows_max = PAGE_SIZE if query.page.size <= PAGE_SIZE else PAGE_SIZE_MAX
        whom = {"customer": customer_id, "tenant": self._actor.tenant_id, "on": on}
        offers = offers_statement(is_dealer=customer_id is not None, with_prices=with_prices)
        key = page_key(self._actor.tenant_id, query.filters, sort, last_seen, rows_max)

        async def offer(page: KeptPage) -> Rows:
            return await offers.rows(self._session, {"ids": page.ids, **whom})

        rows = None if key is None else await self._pages.rows(key, offer)
        if rows is None:
            began_at = time.monotonic()
            reach = await self._reach(query.filters, sort)
            shape = PageShape(
                sort=sort,
                filters=shape_of(query.filters, reach),
                is_dealer=customer_id is not None,
                with_prices=with_prices,
                goes_on=last_seen is not None,
                rows_max=rows_max,
                along=_along(sort, reach, nowhere=order.is_nowhere(last_seen)),
            )
            rows, until = await self._rows(query, last_seen, shape, whom)
            if key is not None and len(rows) > rows_max:
                self._pages.keep(key, KeptPage.of(rows), began_at=began_at, until=until)
        low_up_to = low_threshold(rows[0][LOW]) if rows else 0
        seen, next_cursor = cut(
            rows, query.page.size, lambda row: order.key_of(row[KEY], UUID(row[ID]), wide=row[WIDE])
        )
        return ProductPage([_item(row, low_up_to) for row in seen], next_cursor)

    async def _rows(
        self, query: ProductQuery, last_seen: AnyKey | None, shape: PageShape, whom: Parameters
    ) -> tuple[Rows, float]:
        """And until when they may be kept: no longer than the ranking that they were found along."""
        asked = question_of(query.filters, shape.sort, self._actor.tenant_id)
        if asked is not None and (rows := await self._along_ranking(asked, last_seen, shape, whom)):
            return rows, self._rankings.kept_until(asked)
        parameters = {**filter_parameters(query.filters), **_asked(query, last_seen), **after(last_seen)}
        began_at = time.monotonic()
        rows = await page_statement(shape).rows(self._session, {**parameters, **whom})
        if asked is not None and rows:
            hits, ids, ranks = rows[0][TOLD:]
            self._rankings.note(asked, hits)
            if ids is not None:
                self._rankings.keep(asked, Ranking.of(ranks, ids, wide=rows[0][WIDE]), began_at=began_at)
        return rows, math.inf

    async def _along_ranking(
        self, asked: Question, last_seen: AnyKey | None, shape: PageShape, whom: Parameters
    ) -> Rows | None:
        """None where no ranking is kept that has the page; where a product of it is gone, it is forgotten."""
        if not self._rankings.has_many(asked):
            return None
        ranking = await self._rankings.get(asked, lambda: read_ranking(self._session, asked))
        last = last_seen if isinstance(last_seen, RelevanceKey) else None
        answers = ranking.behind(last, shape.rows_max + 1)
        if answers is None:
            return None
        parameters = {**ranked_parameters(answers, wide=ranking.wide), **whom}
        along = replace(shape, goes_on=False, along=Along.RANKING)
        rows = await page_statement(along).rows(self._session, parameters)
        if len(rows) == len(answers):
            return rows
        self._rankings.forget(asked)
        return None

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
    (tracked, backorder_allowed) = row[8:ID]
    (currency, _low, steps, available, as_of, expected_on, offers) = row[LISTED:TOLD]
    return ProductItem(
        sku,
        name,
        brand,
        category,
        image_url,
        unit,
        min_quantity,
        quantity_step,
        own_price(steps, currency, min_quantity, offers),
        availability_of(
            available,
            as_of,
            expected_on,
            low_up_to=low_up_to,
            tracked=tracked,
            backorder_allowed=backorder_allowed,
        ),
    )

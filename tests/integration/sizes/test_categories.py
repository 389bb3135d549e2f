"""A category's list is the same whether its products are gathered or met on the way."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.products import ProductFilters, ProductQuery, ProductSort
from b2b.application.shared.access import system_actor
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.embedded import DatabaseUrls
from b2b.infrastructure.persistence.readers import catalog
from b2b.infrastructure.persistence.readers.kept_pages import PageShelf
from b2b.infrastructure.persistence.readers.rankings import RankingShelf
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.session import make_engine, open_session
from benchmarks.sizes import Filled
from tests.integration.sizes.conftest import SIZE

SLUGS = """
select slug from categories c left join product_categories p on p.category_id = c.id
group by c.id, slug order by count(p.id) desc limit 4
"""


@pytest.fixture
async def session(filled: Filled, filled_database: DatabaseUrls) -> AsyncIterator[AsyncSession]:
    engine = make_engine(filled_database.app, pool_size=1)
    async with open_session(engine, system_actor(TenantId(UUID(filled.tenant_id)))) as opened:
        yield opened
    await engine.dispose()


@pytest.mark.parametrize("sort", [ProductSort.NAME, ProductSort.NEWEST])
async def test_a_category_is_the_same_however_it_is_found(
    sort: ProductSort,
    session: AsyncSession,
    filled: Filled,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actor = system_actor(TenantId(UUID(filled.tenant_id)))
    for (slug,) in connection.execute(SLUGS).fetchall():
        found = []
        for few in (SIZE.products, -1):
            monkeypatch.setattr(catalog, "FEW_MAX", few)
            listings = catalog.SqlProductListings(session, actor, FacetShelf(), RankingShelf(), PageShelf())
            found.append(await _walk(listings, slug, sort))

        assert found[0] == found[1] != []


async def test_a_category_that_is_not_there_is_empty(session: AsyncSession, filled: Filled) -> None:
    actor = system_actor(TenantId(UUID(filled.tenant_id)))
    listings = catalog.SqlProductListings(session, actor, FacetShelf(), RankingShelf(), PageShelf())

    assert await _walk(listings, "nowhere", ProductSort.NAME) == []


async def _walk(listings: catalog.SqlProductListings, slug: str, sort: ProductSort) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        query = ProductQuery(
            filters=ProductFilters(category=slug), sort=sort, page=PageRequest(size=20, cursor=cursor)
        )
        page = await listings.page(query, customer_id=None, with_prices=False, on=SIZE.today)
        found += [item.sku for item in page.items]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor

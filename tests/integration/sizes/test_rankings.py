"""Answers that are kept are those that would be ranked anew, page by page; what is gone is not kept."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.products import ProductFilters, ProductQuery, ProductSort
from b2b.application.shared.access import system_actor
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.embedded import DatabaseUrls
from b2b.infrastructure.persistence.readers import product_pages, rankings
from b2b.infrastructure.persistence.readers.catalog import SqlProductListings
from b2b.infrastructure.persistence.readers.kept_pages import PageShelf
from b2b.infrastructure.persistence.readers.rankings import Question, Ranking, RankingShelf
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.session import make_engine, open_session
from benchmarks.sizes import Filled
from tests.integration.sizes.conftest import SIZE

# Words of many names, and one that is in none beside one that is.
WORDS = """
select word from products, unnest(string_to_array(lower(name), ' ')) word
where word ~ '^[a-z]{4,}$' group by word order by count(*) desc, word limit 4
"""
PAGE = 7
NOBODY: Final[Any] = {"customer_id": None, "with_prices": False, "on": SIZE.today}


class Watched(RankingShelf):
    """Counts the pages that were looked for here."""

    asked = 0

    async def get(self, key: Question, read: Callable[[], Awaitable[Ranking]]) -> Ranking:
        self.asked += 1
        return await super().get(key, read)


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two answers are enough to bring the ranking along with a first page."""
    monkeypatch.setattr(product_pages, "ANSWERS_MIN", 2)
    product_pages.page_statement.cache_clear()
    yield
    product_pages.page_statement.cache_clear()


@pytest.fixture
async def session(filled: Filled, filled_database: DatabaseUrls) -> AsyncIterator[AsyncSession]:
    engine = make_engine(filled_database.app, pool_size=1)
    async with open_session(engine, system_actor(TenantId(UUID(filled.tenant_id)))) as opened:
        yield opened
    await engine.dispose()


@pytest.fixture
def words(connection: psycopg.Connection[Any]) -> list[str]:
    common = [word for (word,) in connection.execute(WORDS).fetchall()]
    return [*common, f"{common[0]} {common[1]}", f"{common[0]} zzzunknown"]


@pytest.mark.parametrize("kept", [60, 501])
async def test_kept_answers_are_those_that_would_be_ranked(
    kept: int, words: list[str], session: AsyncSession, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rankings, "RANKED_MAX", kept)
    monkeypatch.setattr(rankings, "_RANKED", rankings.drawn_ranking())
    for asked in words:
        expected = await _walk(listings_of(session, filled, RankingShelf()), asked)
        with monkeypatch.context() as few:
            few.setattr(rankings, "ANSWERS_MIN", 1)
            shelf = Watched()
            found = [await _walk(listings_of(session, filled, shelf), asked) for _ in range(2)]

        assert found == [expected, expected]
        assert shelf.asked > len(expected) // PAGE > 0


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize("kept_max", [60, 501])
async def test_the_first_page_brings_the_ranking_along(
    kept_max: int,
    words: list[str],
    session: AsyncSession,
    filled: Filled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (rankings, product_pages):
        monkeypatch.setattr(module, "RANKED_MAX", kept_max)
    monkeypatch.setattr(rankings, "_RANKED", rankings.drawn_ranking())
    cut = 0
    for asked in words:
        shelf = RankingShelf()
        question = (TenantId(UUID(filled.tenant_id)), asked)
        await listings_of(session, filled, shelf).page(_page_of(asked), **NOBODY)

        async def read_again() -> Ranking:
            raise AssertionError("It is kept.")

        kept = await shelf.get(question, read_again)
        assert kept == await rankings.read_ranking(session, question)
        cut += not kept.whole
    assert (cut > 0) is (kept_max == 60)


async def test_a_product_that_is_gone_is_not_answered(
    words: list[str],
    session: AsyncSession,
    filled: Filled,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rankings, "ANSWERS_MIN", 1)
    listings = listings_of(session, filled, RankingShelf())
    before = (await _walk(listings, words[0]), await _walk(listings, words[0]))[1]
    connection.execute("update products set is_deleted = true where sku = %s", [before[3]])
    try:
        after = await _walk(listings, words[0])
    finally:
        connection.execute("update products set is_deleted = false where sku = %s", [before[3]])

    assert after == [sku for sku in before if sku != before[3]]


def listings_of(session: AsyncSession, filled: Filled, shelf: RankingShelf) -> SqlProductListings:
    actor = system_actor(TenantId(UUID(filled.tenant_id)))
    return SqlProductListings(session, actor, FacetShelf(), shelf, PageShelf())


def _page_of(words: str, cursor: str | None = None) -> ProductQuery:
    return ProductQuery(
        filters=ProductFilters(words=words),
        sort=ProductSort.RELEVANCE,
        page=PageRequest(size=PAGE, cursor=cursor),
    )


async def _walk(listings: SqlProductListings, words: str) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = await listings.page(_page_of(words, cursor), **NOBODY)
        found += [item.sku for item in page.items]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor

import asyncio
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from b2b.application.catalog.queries.products import ProductFacets, ProductFilters, ProductSort
from b2b.application.shared.pages import PAGE_SIZE, PAGE_SIZE_MAX
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.readers import shelves
from b2b.infrastructure.persistence.readers.kept_pages import KeptPage, PageKey, PageShelf, page_key
from b2b.infrastructure.persistence.readers.product_orders import RelevanceKey
from b2b.infrastructure.persistence.readers.product_pages import ID
from b2b.infrastructure.persistence.readers.rankings import (
    ANSWERS_MIN,
    MANY_MAX,
    RANKED_MAX,
    Ranking,
    RankingShelf,
)
from b2b.infrastructure.persistence.readers.shelves import FacetShelf


class Reader:
    """Counts how often it was asked."""

    def __init__(self, total: int) -> None:
        self.asked = 0
        self.total = total

    async def __call__(self) -> ProductFacets:
        self.asked += 1
        await asyncio.sleep(0.01)
        return ProductFacets(self.total, [], [], [])


def a_key(words: str | None = None) -> tuple[TenantId, ProductFilters]:
    return TenantId(uuid4()), ProductFilters(words=words)


async def test_many_who_ask_at_once_cause_one_reading() -> None:
    shelf, key, reader = FacetShelf(), a_key(), Reader(19_000)

    found = await asyncio.gather(*(shelf.get(key, reader) for _ in range(20)))

    assert reader.asked == 1
    assert {facets.total for facets in found} == {19_000}


async def test_few_products_are_counted_each_time() -> None:
    shelf, key, reader = FacetShelf(), a_key(), Reader(999)

    for _ in range(3):
        await shelf.get(key, reader)

    assert reader.asked == 3


async def test_tenants_and_filters_are_kept_apart() -> None:
    shelf, reader = FacetShelf(), Reader(5_000)

    for key in (a_key(), a_key(), a_key("matkap")):
        await shelf.get(key, reader)

    assert reader.asked == 3


async def test_what_was_read_is_not_kept_for_ever() -> None:
    shelf, key, reader = FacetShelf(0.0), a_key(), Reader(5_000)

    await shelf.get(key, reader)
    await shelf.get(key, reader)

    assert reader.asked == 2


async def test_a_failed_reading_leaves_the_place_free() -> None:
    shelf, key, reader = FacetShelf(), a_key(), Reader(5_000)

    async def fail() -> ProductFacets:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await shelf.get(key, fail)

    assert (await shelf.get(key, reader)).total == 5_000


@pytest.fixture
def unpaid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings cost nothing, so that what is doubted is read at once."""
    monkeypatch.setattr(shelves, "COUNTING_SHARE_MAX", float("inf"))


@pytest.mark.usefixtures("unpaid")
async def test_what_may_have_changed_is_read_anew_for_that_tenant_alone() -> None:
    shelf, ours, theirs, reader = FacetShelf(3600), a_key(), a_key(), Reader(5_000)
    for key in (ours, theirs):
        await shelf.get(key, reader)

    shelf.doubt(ours[0])
    for key in (ours, theirs):
        await shelf.get(key, reader)

    assert reader.asked == 3


@pytest.mark.usefixtures("unpaid")
async def test_what_changes_while_it_is_read_is_read_again() -> None:
    shelf, key, reader = FacetShelf(3600), a_key(), Reader(5_000)

    async def read() -> ProductFacets:
        shelf.doubt(key[0])
        return await reader()

    await shelf.get(key, read)
    await shelf.get(key, reader)

    assert reader.asked == 2


async def test_pushes_without_a_pause_do_not_cause_counting_without_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelves, "COUNTING_SHARE_MAX", 1e-6)
    shelf, key, reader = FacetShelf(3600), a_key(), Reader(5_000)

    for _ in range(5):
        await shelf.get(key, reader)
        shelf.doubt(key[0])

    assert reader.asked == 1


async def test_what_is_cleared_is_gone_whatever_it_cost() -> None:
    shelf, key, reader = FacetShelf(3600), a_key(), Reader(5_000)

    await shelf.get(key, reader)
    shelf.clear()
    await shelf.get(key, reader)

    assert reader.asked == 2


async def test_what_was_read_beside_something_else_is_kept() -> None:
    shelf, key, reader = FacetShelf(), a_key(), Reader(5_000)

    shelf.keep(key, ProductFacets(7_000, [], [], []), began_at=time.monotonic())

    assert (await shelf.get(key, reader)).total == 7_000
    assert reader.asked == 0


@pytest.mark.parametrize(
    "told", [lambda shelf: shelf.doubt(None), lambda shelf: shelf.doubt(TenantId(uuid4())), FacetShelf.clear]
)
async def test_what_was_doubted_while_it_was_read_is_not_kept(told: Callable[[FacetShelf], None]) -> None:
    shelf, key, reader = FacetShelf(), a_key(), Reader(5_000)

    began_at = time.monotonic()
    told(shelf)
    shelf.keep(key, ProductFacets(7_000, [], [], []), began_at=began_at)

    assert (await shelf.get(key, reader)).total == 5_000


async def test_nothing_is_kept_where_nothing_is_to_be() -> None:
    shelf, key, reader = FacetShelf(0.0), a_key(), Reader(5_000)

    shelf.keep(key, ProductFacets(7_000, [], [], []), began_at=time.monotonic())

    assert (await shelf.get(key, reader)).total == 5_000


async def test_who_reads_just_now_is_not_overtaken() -> None:
    shelf, key, reader = FacetShelf(), a_key(), Reader(5_000)

    reading = asyncio.create_task(shelf.get(key, reader))
    await asyncio.sleep(0)
    shelf.keep(key, ProductFacets(7_000, [], [], []), began_at=time.monotonic())

    assert (await reading).total == 5_000
    assert (await shelf.get(key, reader)).total == 5_000


async def test_what_was_not_asked_for_the_longest_makes_room() -> None:
    shelf = RankingShelf()
    keys = [(TenantId(uuid4()), str(number)) for number in range(MANY_MAX + 1)]
    for key in keys[:-1]:
        shelf.keep(key, Ranking.of([], [], wide=False), began_at=time.monotonic())
        shelf.note(key, ANSWERS_MIN)

    assert shelf.has_many(keys[0])
    await shelf.get(keys[0], _never_read)
    shelf.note(keys[-1], ANSWERS_MIN)
    shelf.keep(keys[-1], Ranking.of([], [], wide=False), began_at=time.monotonic())

    assert [shelf.has_many(key) for key in (keys[0], keys[1], keys[-1])] == [True, False, True]
    await shelf.get(keys[0], _never_read)


def a_page() -> KeptPage:
    return KeptPage.of([(*range(ID), str(uuid4()), "741", "key", None)])


async def is_kept(shelf: PageShelf, key: PageKey, version: str = "741") -> bool:
    async def offer(page: KeptPage) -> list[tuple[Any, ...]]:
        return [(version, "TRY")]

    return await shelf.rows(key, offer) is not None


@pytest.mark.parametrize("is_told_of_all", [True, False])
async def test_a_page_that_is_doubted_is_not_kept_a_moment_longer(*, is_told_of_all: bool) -> None:
    shelf = PageShelf(3600)
    ours, theirs = (PageKey(TenantId(uuid4()), ProductFilters(), ProductSort.NAME, None) for _ in range(2))
    for key in (ours, theirs):
        shelf.keep(key, a_page(), began_at=time.monotonic())
    assert await is_kept(shelf, ours)

    shelf.doubt(None if is_told_of_all else ours.tenant_id)

    assert not await is_kept(shelf, ours)
    assert await is_kept(shelf, theirs) is not is_told_of_all


async def test_a_page_that_was_read_before_it_was_doubted_is_not_kept() -> None:
    shelf, began_at = PageShelf(3600), time.monotonic()
    key = PageKey(TenantId(uuid4()), ProductFilters(), ProductSort.NAME, None)

    shelf.doubt(None)
    shelf.keep(key, a_page(), began_at=began_at)

    assert not await is_kept(shelf, key)


async def test_a_page_of_something_kept_is_kept_no_longer_than_that() -> None:
    shelf = PageShelf(3600)
    key = PageKey(TenantId(uuid4()), ProductFilters(words="cable"), ProductSort.RELEVANCE, None)

    shelf.keep(key, a_page(), began_at=time.monotonic(), until=time.monotonic())

    assert not await is_kept(shelf, key)


async def test_a_page_of_which_a_product_changed_is_forgotten() -> None:
    shelf = PageShelf(3600)
    key = PageKey(TenantId(uuid4()), ProductFilters(), ProductSort.NAME, None)
    shelf.keep(key, a_page(), began_at=time.monotonic())

    assert not await is_kept(shelf, key, version="742")
    assert not await is_kept(shelf, key)


@pytest.mark.parametrize(
    ("sort", "filters", "rows_max"),
    [
        (ProductSort.PRICE, ProductFilters(), PAGE_SIZE),
        (ProductSort.PRICE_DESCENDING, ProductFilters(), PAGE_SIZE),
        (ProductSort.NAME, ProductFilters(in_stock=False), PAGE_SIZE),
        (ProductSort.NAME, ProductFilters(), PAGE_SIZE_MAX),
    ],
)
def test_what_depends_on_prices_or_stock_is_not_kept(
    sort: ProductSort, filters: ProductFilters, rows_max: int
) -> None:
    assert page_key(TenantId(uuid4()), filters, sort, None, rows_max) is None


def test_a_page_with_another_product_is_none() -> None:
    page = a_page()

    assert page.with_offers([("741", "TRY")]) == [(*page.listed[0], "TRY")]
    assert page.with_offers([("742", "TRY")]) is None
    assert page.with_offers([]) is None


@pytest.mark.parametrize("kept", [RANKED_MAX - 1, RANKED_MAX])
def test_a_ranking_answers_as_far_as_it_reaches(kept: int) -> None:
    answers = sorted(((number // 3, uuid4()) for number in range(kept)), reverse=True)
    ranking = Ranking.of((rank for rank, _ in answers), [id for _, id in answers], wide=False)
    whole = kept < RANKED_MAX

    assert ranking.behind(None, 51) == answers[:51]
    for place in range(kept):
        last = RelevanceKey(*answers[place], wide=False)
        left = answers[place + 1 : place + 52]
        assert ranking.behind(last, 51) == (left if whole or len(left) == 51 else None)
        assert ranking.behind(RelevanceKey(*answers[place], wide=True), 51) is None


async def _never_read() -> Ranking:
    raise AssertionError("It is kept.")

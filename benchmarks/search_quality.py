"""How well the product search ranks: NDCG@10 over rated queries, on a database that holds their products.

    python benchmarks/search_quality.py --database-url URL --tenant CODE --judgments FILE.csv.gz

The file has the columns query, docid (a product's external id) and rating (0 to 3). Two figures are printed:
`all` counts an unrated product as bad; `rated` leaves unrated ones out, since nobody looked at them.
"""

import argparse
import asyncio
import csv
import gzip
import math
import statistics
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.catalog.queries.products import ProductFilters, ProductQuery, ProductSort
from b2b.application.shared.access import Actor, system_actor
from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.readers.catalog import SqlProductListings
from b2b.infrastructure.persistence.readers.kept_pages import PageShelf
from b2b.infrastructure.persistence.readers.rankings import RankingShelf
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.session import make_engine, open_session

DEPTH = 10
PAGES_MAX = 10

Ratings = Mapping[str, float]


def read_judgments(path: Path) -> dict[str, dict[str, float]]:
    """Queries that nothing in the file answers say nothing about a ranking, and are left out."""
    found: dict[str, dict[str, float]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["query"], {})[row["docid"]] = float(row["rating"])
    return {query: ratings for query, ratings in found.items() if max(ratings.values()) > 0}


def ndcg(ranking: Sequence[str], ratings: Ratings) -> float:
    gains = [ratings.get(product, 0.0) for product in ranking[:DEPTH]]
    best = sorted(ratings.values(), reverse=True)[:DEPTH]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: Sequence[float]) -> float:
    return sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(gains))


async def ranked(engine: AsyncEngine, actor: Actor, words: str) -> tuple[list[str], float]:
    """External ids, the best first, and the milliseconds that the first page took."""
    skus: list[str] = []
    cursor = None
    first_page = 0.0
    async with open_session(engine, actor) as session:
        listings = SqlProductListings(session, actor, FacetShelf(), RankingShelf(), PageShelf())
        for place in range(PAGES_MAX):
            started = time.perf_counter()
            query = ProductQuery(
                filters=ProductFilters(words=words),
                sort=ProductSort.RELEVANCE,
                page=PageRequest(PAGE_SIZE_MAX, cursor),
            )
            page = await listings.page(query, customer_id=None, with_prices=False, on=date(2026, 1, 1))
            if place == 0:
                first_page = (time.perf_counter() - started) * 1000
            skus += [item.sku for item in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        names = await session.execute(
            text("select sku, external_id from products where sku = any(:skus)"), {"skus": skus}
        )
        external = {sku: str(external_id) for sku, external_id in names}
    return [external[sku] for sku in skus], first_page


async def measure(url: str, tenant: str, judgments: Path, *, each: bool) -> None:
    engine = make_engine(url, pool_size=1)
    async with engine.connect() as connection:
        tenant_id = await connection.scalar(
            text("select id from tenants where code = :code"), {"code": tenant}
        )
    if tenant_id is None:
        raise SystemExit(f"There is no tenant {tenant}.")
    actor = system_actor(TenantId(tenant_id))
    everything, rated, milliseconds = [], [], []
    for query, ratings in read_judgments(judgments).items():
        ranking, took = await ranked(engine, actor, query)
        everything.append(ndcg(ranking, ratings))
        rated.append(ndcg([product for product in ranking if product in ratings], ratings))
        milliseconds.append(took)
        if each:
            print(f"{everything[-1]:.2f} {rated[-1]:.2f} {query}")
    await engine.dispose()
    print(f"queries {len(rated)}")
    print(f"NDCG@{DEPTH}: all {statistics.mean(everything):.3f}, rated {statistics.mean(rated):.3f}")
    median, slowest = statistics.median(milliseconds), max(milliseconds)
    print(f"first page of {PAGE_SIZE_MAX}: median {median:.1f} ms, slowest {slowest:.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="NDCG@10 of the product search over rated queries.")
    parser.add_argument(
        "--database-url", required=True, help="postgresql+psycopg://…, as the application's role"
    )
    parser.add_argument("--tenant", default="demo", help="The tenant's code.")
    parser.add_argument("--judgments", type=Path, required=True, help="A gzipped CSV: query, docid, rating.")
    parser.add_argument("--each", action="store_true", help="Print every query.")
    given = parser.parse_args()
    asyncio.run(measure(given.database_url, given.tenant, given.judgments, each=given.each))

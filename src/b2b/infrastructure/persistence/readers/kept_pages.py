"""Which products a page of the catalogue lists and what is said of them, kept for a while by each process.

It is the same for everybody of a tenant. Prices and stock are read for each page, and with them whether
each product is still the row that was kept: where one is not, the page is read anew. What else may change
a page (a product that is new there, its category, the name of a brand) is told of, as of all that is kept.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

from sqlalchemy import ARRAY, BigInteger, Text, Uuid, bindparam, cast, column, func, select, true

from b2b.application.catalog.queries.products import ProductFilters, ProductSort
from b2b.application.shared.pages import PAGE_SIZE
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.readers.offers import offered
from b2b.infrastructure.persistence.readers.pricing import buyer_cte
from b2b.infrastructure.persistence.readers.product_orders import AnyKey
from b2b.infrastructure.persistence.readers.product_pages import ID, LISTED, ROW_VERSION, VERSION
from b2b.infrastructure.persistence.readers.shelves import Shelf
from b2b.infrastructure.persistence.readers.statements import Statement, drawn
from b2b.infrastructure.persistence.session import Rows
from b2b.infrastructure.persistence.tables.catalog import products

# 45 KB a page: 13 MB.
PAGES_MAX: Final = 300
# Orders that are the same for every buyer.
_SORTS: Final = frozenset({ProductSort.NAME, ProductSort.NEWEST, ProductSort.RELEVANCE})


@dataclass(frozen=True, slots=True)
class PageKey:
    """Behind `last_seen`, or the first page."""

    tenant_id: TenantId
    filters: ProductFilters
    sort: ProductSort
    last_seen: AnyKey | None


@dataclass(frozen=True, slots=True)
class KeptPage:
    """`listed` are the first columns of the page's statement; `ids` is an array as PostgreSQL writes it."""

    listed: list[tuple[Any, ...]]
    versions: list[str]
    ids: str

    @classmethod
    def of(cls, rows: Rows) -> Self:
        ids = ",".join(row[ID] for row in rows)
        return cls([row[:LISTED] for row in rows], [row[VERSION] for row in rows], f"{{{ids}}}")

    def with_offers(self, found: Rows) -> Rows | None:
        """The page's rows; none where a product is another by now, or gone."""
        if [row[0] for row in found] != self.versions:
            return None
        return [listed + offer[1:] for listed, offer in zip(self.listed, found, strict=True)]


class PageShelf(Shelf[PageKey, KeptPage]):
    """Pages that were read and have others behind them; a last page is read anew and shows what is new."""

    kept_max = PAGES_MAX

    def is_dear(self, value: KeptPage) -> bool:
        return True

    def tenant_of(self, key: PageKey) -> TenantId:
        return key.tenant_id

    async def rows(self, key: PageKey, offer: Callable[[KeptPage], Awaitable[Rows]]) -> Rows | None:
        """With what is offered for the products now; none where the page is not kept, or not as it was."""
        place = self._places.get(key)
        if place is None or (page := place.fresh()) is None:
            return None
        self._places.move_to_end(key)
        rows = page.with_offers(await offer(page))
        if rows is None:
            self.forget(key)
        else:
            self._measure.hit()
        return rows

    def doubt(self, tenant_id: TenantId | None) -> None:
        """A page is quickly read: it is not kept a moment longer."""
        super().doubt(tenant_id)
        for key in [key for key in self._places if tenant_id in {None, key.tenant_id}]:
            self.forget(key)


def page_key(
    tenant_id: TenantId,
    filters: ProductFilters,
    sort: ProductSort,
    last_seen: AnyKey | None,
    rows_max: int,
) -> PageKey | None:
    """None where the page depends on prices or on the stock, or is longer than people's."""
    if sort not in _SORTS or filters.in_stock is not None or rows_max != PAGE_SIZE:
        return None
    return PageKey(tenant_id, filters, sort, last_seen)


@cache
def offers_statement(*, is_dealer: bool, with_prices: bool) -> Statement:
    """Each kept product's version and what it is offered for, in their order; `ids` is a kept page's."""
    buyer = buyer_cte(dealer=is_dealer)
    ids = cast(bindparam("ids", type_=Text), ARRAY(Uuid))
    kept = (
        func.unnest(ids)
        .table_valued(column("id", Uuid), with_ordinality="place", name="kept")
        .render_derived(name="kept")
    )
    offer = offered(
        kept.join(products, products.c.id == kept.c.id).join(buyer, true()),
        buyer,
        kept.c.id,
        ids,
        is_dealer=is_dealer,
        with_prices=with_prices,
    )
    place = column("place", BigInteger)
    return drawn(select(ROW_VERSION, *offer.columns).select_from(offer.rows).order_by(place))

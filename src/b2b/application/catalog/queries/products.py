"""The product list as a dealer sees it: own prices, own availability."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final, Protocol

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.ids import CustomerId

WORDS_LENGTH_MAX: Final = 200


class ProductSort(StrEnum):
    RELEVANCE = "relevance"
    NAME = "name"
    PRICE = "price"
    PRICE_DESCENDING = "-price"
    NEWEST = "newest"


# A page makes hundreds of these, and none can be part of a cycle: the garbage collector passes over them.
class ProductPriceBreak(msgspec.Struct, frozen=True, gc=False):
    """From this many base units on, each costs this much."""

    min_quantity: int
    unit_price: MoneyValue


class ProductCampaign(msgspec.Struct, frozen=True, gc=False):
    """The campaign that reduces the price: `unit_price` is what one base unit then costs.

    - `ends_on` is its last day.
    """

    name: str
    unit_price: MoneyValue
    ends_on: date | None


class ProductPrice(msgspec.Struct, frozen=True, gc=False):
    """What the asking dealer pays for one base unit when ordering the smallest quantity that may be ordered.

    - `breaks` is the whole staircase of prices, by quantity. Neither counts what `campaign` takes off.
    """

    unit_price: MoneyValue
    list_price: MoneyValue | None
    level: str
    breaks: tuple[ProductPriceBreak, ...]
    campaign: ProductCampaign | None = None


class ProductAvailability(msgspec.Struct, frozen=True, gc=False):
    """`quantity` is null where a product's stock is not counted; `as_of` is when it was counted last."""

    status: str
    quantity: int | None
    as_of: datetime | None
    expected_on: date | None = None


class ProductItem(msgspec.Struct, frozen=True, gc=False):
    """A product on a list. Without a price for the dealer it is shown, but cannot be ordered."""

    sku: str
    name: str
    brand: str | None
    category: str | None
    image_url: str | None
    unit: str
    min_quantity: int
    quantity_step: int
    price: ProductPrice | None
    availability: ProductAvailability


class FacetValue(msgspec.Struct, frozen=True):
    """What to filter by, how to call it, and how many products of the present list have it."""

    value: str
    name: str
    count: int


class AttributeFacet(msgspec.Struct, frozen=True):
    code: str
    name: str
    unit: str | None
    values: list[FacetValue]


class ProductFacets(msgspec.Struct, frozen=True):
    """Counts over the whole filtered list, the most frequent values of each."""

    total: int
    brands: list[FacetValue]
    categories: list[FacetValue]
    attributes: list[AttributeFacet]


class ProductPage(msgspec.Struct, frozen=True):
    items: list[ProductItem]
    next_cursor: str | None
    facets: ProductFacets | None = None


@dataclass(frozen=True, slots=True)
class AttributeFilter:
    code: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFilters:
    """What must be true of every product of the list; several values of one attribute are alternatives."""

    words: str | None = None
    category: str | None = None
    brands: tuple[str, ...] = ()
    attributes: tuple[AttributeFilter, ...] = ()
    in_stock: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductQuery:
    filters: ProductFilters
    sort: ProductSort
    page: PageRequest
    with_facets: bool = False


class ProductListings(Protocol):
    async def page(
        self, query: ProductQuery, *, customer_id: CustomerId | None, with_prices: bool, on: date
    ) -> ProductPage:
        """Without a customer, list prices in the tenant's currency. A bad cursor is an `InvalidRequest`."""

    async def facets(self, filters: ProductFilters) -> ProductFacets: ...


@dataclass(frozen=True, slots=True)
class ListProducts:
    """The catalogue for a dealer's own people, and for staff: as the list has it, or as a dealer sees it."""

    permission: ClassVar = Permission.PRODUCTS_VIEW

    actor: Actor
    directory: CustomerDirectory
    products: ProductListings
    clock: Clock

    async def __call__(self, query: ProductQuery, *, customer_code: str | None = None) -> ProductPage:
        self.actor.require(self.permission)
        if query.sort in {ProductSort.PRICE, ProductSort.PRICE_DESCENDING}:
            self.actor.require(Permission.PRICES_VIEW)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        page = await self.products.page(
            query,
            customer_id=customer_id,
            with_prices=Permission.PRICES_VIEW in self.actor.permissions,
            on=self.clock.today(),
        )
        if query.with_facets:
            facets = await self.products.facets(query.filters)
            page = msgspec.structs.replace(page, facets=facets)
        return page

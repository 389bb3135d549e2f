"""Everything the ERP has to say, as resources of the integration API in the order they must be pushed."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from msgspec import Struct

from demo.erp import prices as price_book
from demo.erp.campaigns import campaigns
from demo.erp.catalogue import Profile
from demo.erp.dealers import TIERS, dealer_codes, dealers
from demo.erp.entries import account_entries
from demo.erp.prices import RATE, price_count
from demo.erp.products import Catalogue, brands, categories, load, product_types, products
from demo.erp.rates import exchange_rates
from demo.erp.stock import SHELVES, WAREHOUSES, stock
from demo.erp.taxonomy import CATEGORIES, TYPES

# Raise it when the pushed data changes: a portal that has an older one is filled again.
VERSION: Final = 2


class Resource(NamedTuple):
    """`size` items; the `streamed` are many and go as gzipped NDJSON, the others as JSON."""

    name: str
    size: int
    items: Callable[[], Iterable[Struct]]
    streamed: bool = False


class Edition(NamedTuple):
    """Which data: equal editions are equal to the byte. Debts and validities hang on `today`."""

    profile: Profile
    today: date
    version: int = VERSION
    rate: int = RATE


def resources(edition: Edition) -> list[Resource]:
    """Reads the catalogue once (about three seconds); the items are made while they are pushed."""
    catalogue = load(edition.profile)
    brand_list = list(brands(catalogue))
    entries = list(account_entries(edition.profile, edition.today))
    dealer_list = list(dealers(edition.profile, edition.version))
    running = campaigns(edition.today, edition.version)
    rates = list(exchange_rates(edition.today, edition.version))
    return [
        Resource("tiers", len(TIERS), lambda: TIERS),
        Resource("exchange-rates", len(rates), lambda: rates),
        Resource("warehouses", len(WAREHOUSES), lambda: WAREHOUSES),
        Resource("brands", len(brand_list), lambda: brand_list),
        Resource("categories", len(CATEGORIES), categories),
        Resource("product-types", len(TYPES), partial(product_types, catalogue)),
        *_large(catalogue, edition),
        Resource("customers", len(dealer_list), lambda: dealer_list),
        _prices(catalogue, edition),
        Resource("campaigns", len(running), lambda: running),
        Resource("account-entries", len(entries), lambda: entries),
    ]


def _large(catalogue: Catalogue, edition: Edition) -> list[Resource]:
    count = len(catalogue.products)
    return [
        Resource("products", count, partial(products, catalogue, edition.version), streamed=True),
        Resource(
            "stock",
            count * len(SHELVES),
            partial(stock, catalogue.products, edition.version, edition.today),
            streamed=True,
        ),
    ]


def _prices(catalogue: Catalogue, edition: Edition) -> Resource:
    """After the customers, since some have prices of their own."""
    codes = dealer_codes(edition.profile)
    make = partial(
        price_book.prices,
        catalogue.products,
        codes,
        today=edition.today,
        version=edition.version,
        rate=edition.rate,
    )
    return Resource("prices", price_count(len(catalogue.products), len(codes)), make, streamed=True)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from b2b.application.catalog.ports import SoldProduct
from b2b.domain.pricing.prices import PriceRow, ResolvedPrice
from b2b.domain.shared.ids import CustomerId, ProductId
from b2b.domain.shared.money import Currency
from b2b.domain.shared.quantities import Sku


@dataclass(frozen=True, slots=True)
class WantedProduct:
    """So many base units of one product, named by its SKU or its id."""

    product: Sku | ProductId
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderableProduct:
    """What an order line needs to know; `price` is None where this dealer cannot buy that quantity."""

    product: SoldProduct
    currency: Currency
    price: ResolvedPrice | None


class PricedProducts(Protocol):
    async def for_order(
        self, customer_id: CustomerId | None, wanted: Sequence[WantedProduct], on: date
    ) -> tuple[OrderableProduct | None, ...]:
        """One answer per wish, in the wishes' order, from one statement; None where no such product exists.

        - The dealer's own prices on that business day; the list's where nobody is named.
        - Quantity breaks count the wish's own quantity: join wishes for the same product first.
        """


@dataclass(frozen=True, slots=True)
class PriceCandidates:
    """Every row of one product that this dealer may have, whether it holds today or not."""

    currency: Currency
    rows: tuple[PriceRow, ...]


class PriceLists(Protocol):
    async def candidates(self, customer_id: CustomerId | None, sku: Sku) -> PriceCandidates:
        """A dealer's rows, or the list's where nobody is named. Raises `ProductNotFound`."""

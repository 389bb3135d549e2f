from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from b2b.application.catalog.ports import SoldProduct
from b2b.domain.pricing.campaigns import Budget, CampaignName, Offer
from b2b.domain.pricing.discounts import LineToReduce
from b2b.domain.pricing.prices import PriceRow, ResolvedPrice
from b2b.domain.shared.ids import CampaignId, CustomerId, OrderId, ProductId
from b2b.domain.shared.money import Currency, Money
from b2b.domain.shared.quantities import Sku


@dataclass(frozen=True, slots=True)
class WantedProduct:
    """So many base units of one product, named by its SKU or its id."""

    product: Sku | ProductId
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderableProduct:
    """What an order line needs to know; `price` is None where this dealer cannot buy that quantity.

    - `offers` are the campaigns that run for the dealer and are about the product, at any quantity.
    """

    product: SoldProduct
    currency: Currency
    price: ResolvedPrice | None
    offers: tuple[Offer, ...] = ()

    def to_reduce(self, quantity: int) -> LineToReduce | None:
        """So many of it, for `grant`; None where they have no price."""
        if self.price is None:
            return None
        return LineToReduce(unit_price=self.price.unit_price, quantity=quantity, offers=self.offers)


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
    """Every row of one product that this dealer may have, whether it holds today or not, and the campaigns
    that run for it on the day.
    """

    currency: Currency
    rows: tuple[PriceRow, ...]
    offers: tuple[Offer, ...] = ()


class PriceLists(Protocol):
    async def candidates(self, customer_id: CustomerId | None, sku: Sku, on: date) -> PriceCandidates:
        """A dealer's rows, or the list's where nobody is named. Raises `ProductNotFound`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersUse:
    """What an order has of campaigns as things stand; those it has nothing of any more are left out."""

    order_id: OrderId
    customer_id: CustomerId
    currency: Currency
    discounts: Mapping[CampaignId, Money]


class CampaignUses(Protocol):
    """Limits under lock, the last locks of every transaction, after accounts and stock.

    - Campaigns with a limit for all dealers are locked first and by id: those who order take turns. The
      others are only kept from changing, and nobody waits.
    """

    async def lock(
        self, campaign_ids: Sequence[CampaignId], customer_id: CustomerId, on: date
    ) -> Mapping[CampaignId, Budget]:
        """What is left, and stays so until the transaction ends; of those alone that still run."""

    async def settle(self, use: OrdersUse) -> tuple[CampaignName, ...]:
        """Book what the order has on the counters, or give back what it had more of before.

        - Answers the campaigns that reached a limit of theirs by it, and paused themselves.
        """

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from b2b.domain.inventory.allocation import Allocation, StockLevel
from b2b.domain.ordering.amendments import Amendment
from b2b.domain.ordering.lines import AddressCopy, CustomerCopy, LineMove
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.saved_lists import SavedList
from b2b.domain.shared.errors import Conflict, Invalid
from b2b.domain.shared.ids import (
    AddressId,
    CampaignId,
    CustomerId,
    OrderId,
    ProductId,
    SavedListId,
    TierId,
    UserId,
)
from b2b.domain.shared.money import Currency
from b2b.domain.shared.quantities import Sku


class NothingToOrder(Invalid):
    code = "cart.empty"
    title = "There is nothing to order."


class CartTooLong(Invalid):
    code = "cart.too_long"
    title = "A cart has at most 2,000 lines."


class LinesRefused(Invalid):
    code = "order.lines_refused"
    title = "Some lines cannot be ordered as they are."


class PriceMoved(Conflict):
    code = "order.price_moved"
    title = "A price moved since it was shown; look at the new total and accept it."


class BelowMinimumAmount(Conflict):
    code = "order.below_minimum_amount"
    title = "The order is below the smallest amount that is delivered."


class PaymentMethodUnavailable(Invalid):
    code = "order.payment_method_unavailable"
    title = "This payment method is not offered here yet."


class Orders(Protocol):
    def add(self, order: Order) -> None:
        """Written with the commit, ahead of what refers to it."""

    async def get(self, number: str, *, customer_id: CustomerId | None, lock: bool = False) -> Order:
        """Raises `OrderNotFound`, also for another dealer's order; `customer_id` is None for staff."""

    async def by_id(self, order_id: OrderId, *, customer_id: CustomerId | None, lock: bool = False) -> Order:
        """As `get`."""


class Amendments(Protocol):
    """The record of what the distributor changed; only ever added to."""

    async def add(self, amendment: Amendment) -> None: ...


class Arrivals(Protocol):
    async def all_arrived(self, order_id: OrderId) -> bool:
        """Whether the order has shipments, and each of them was delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutBuyer:
    """What placing an order needs to know of the dealer."""

    customer_id: CustomerId
    customer: CustomerCopy
    currency: Currency
    tier_id: TierId | None
    approval_mode: str
    shipping_address: AddressCopy
    billing_address: AddressCopy


class Checkout(Protocol):
    async def buyer(
        self,
        customer_id: CustomerId,
        *,
        shipping_address_id: AddressId,
        billing_address_id: AddressId | None,
    ) -> CheckoutBuyer:
        """Raises `AddressNotFound`, also for another dealer's; without a billing address the dealer's own
        default is taken, else the shipping address.
        """

    async def is_active(self, customer_id: CustomerId) -> bool:
        """Whether the dealer may buy at all just now."""

    async def may_be_cut(self, customer_id: CustomerId) -> bool:
        """Whether the dealer takes part of an order where an approver cuts it."""


class StockShelves(Protocol):
    """Stock under lock: every method locks the levels in the order of SKU and warehouse."""

    async def lock(self, product_ids: Sequence[ProductId]) -> tuple[StockLevel, ...]: ...

    async def available(self, product_ids: Sequence[ProductId]) -> Mapping[ProductId, int]:
        """Pieces over all warehouses that are not set aside; a glance, without a lock."""

    async def reserve(
        self, order: Order, allocations: Sequence[Allocation], *, expires_at: datetime | None
    ) -> None: ...

    async def release(self, order_id: OrderId, moves: Sequence[LineMove]) -> None:
        """Give back what the moves say was set aside."""

    async def consume(self, order_id: OrderId, moves: Sequence[LineMove]) -> None:
        """What was set aside has left the warehouse: neither reserved nor on hand any more."""

    async def keep(self, order_id: OrderId) -> None:
        """An approved order's reservations no longer expire."""


class Replacements(Protocol):
    async def of(self, product_ids: Sequence[ProductId]) -> Mapping[ProductId, Sku]:
        """What to order instead of each, where the catalogue names something that is sold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """A wish, with the price that the dealer saw when it was put in, and the campaign that reduced it."""

    product_id: ProductId
    sku: str
    quantity: int
    shown_unit_price: Decimal | None
    shown_campaign_id: CampaignId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartPut:
    product_id: ProductId
    quantity: int
    shown_unit_price: Decimal | None
    shown_campaign_id: CampaignId | None = None


class Carts(Protocol):
    """A person's own cart, one each."""

    async def lines(self, user_id: UserId, *, lock: bool = False) -> tuple[CartLine, ...]:
        """In the order they were put in. The lock makes a second checkout of the same cart wait."""

    async def put(
        self, user_id: UserId, customer_id: CustomerId, puts: Sequence[CartPut], *, add: bool, at: datetime
    ) -> None:
        """Set the quantity of each product, or with `add` raise it."""

    async def remove(self, user_id: UserId, product_ids: Sequence[ProductId] | None, at: datetime) -> int:
        """Take products out, or all of them; answers how many lines went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredHold:
    order_id: OrderId
    number: str


class ExpiredHolds(Protocol):
    async def due(self, at: datetime, *, after: OrderId | None, limit: int) -> tuple[ExpiredHold, ...]:
        """Orders whose set-aside credit or stock has run out of time, the oldest first.

        - `after` is the last one that was seen: one that cannot end does not stand before the others.
        """


class SavedLists(Protocol):
    def add(self, saved: SavedList) -> None: ...

    async def get(self, list_id: SavedListId, *, customer_id: CustomerId, reader: UserId) -> SavedList:
        """Locked for the transaction. Raises `SavedListNotFound`, also for another company's list and for a
        colleague's private one.
        """

    async def remove(self, saved: SavedList) -> None: ...

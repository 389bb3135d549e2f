"""What an order is made of: its lines, its addresses and the terms it was placed on."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from b2b.domain.ordering.errors import DiscountBeyondLine, StockBeyondLine
from b2b.domain.ordering.states import LineStatus, OrderSource, PaymentMethod
from b2b.domain.ordering.totals import LineTotals, LineToTotal
from b2b.domain.shared.ids import CampaignId, CustomerId, OrderLineId, PriceId, ProductId, UserId, new_id
from b2b.domain.shared.money import Currency, Money, UnitPrice
from b2b.domain.shared.quantities import Quantity, Sku, TaxRate


@dataclass(frozen=True, slots=True)
class AddressCopy:
    """An address as it was when the order was placed; unknown parts are empty strings.

    - `country` is ISO 3166-1 alpha-2.
    """

    title: str
    line1: str
    line2: str
    district: str
    province: str
    postal_code: str
    country: str
    contact_name: str
    phone: str


@dataclass(frozen=True, slots=True)
class CustomerCopy:
    """The dealer as it was called when the order was placed; `external_id` is the ERP's name for it."""

    code: str
    title: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """`on_behalf_by` is the distributor's representative, where one placed it for the dealer."""

    customer_id: CustomerId
    customer: CustomerCopy
    placed_by: UserId
    on_behalf_by: UserId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTerms:
    source: OrderSource
    payment_method: PaymentMethod
    shipping_address: AddressCopy
    billing_address: AddressCopy
    po_number: str | None = None
    note: str | None = None
    requested_delivery_date: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignCopy:
    """The campaign that reduced a line, as it was called then; `external_id` is the ERP's name for it."""

    id: CampaignId
    name: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line as it is ordered: priced, and with the stock that was set aside for it.

    - `price_level` is pricing's word for the level that won; `price_id` the row that did.
    - `discount` is what the campaign takes off the whole line.
    """

    product_id: ProductId
    sku: Sku
    name: str
    unit: str
    quantity: Quantity
    unit_price: UnitPrice
    list_price: UnitPrice | None
    price_level: str
    price_id: PriceId | None
    tax_rate: TaxRate
    campaign: CampaignCopy | None = None
    discount: Money | None = None
    allocated_quantity: int = 0
    backordered_quantity: int = 0

    def __post_init__(self) -> None:
        if (self.campaign is None) != (self.discount is None) or self.to_total().net.is_negative:
            raise DiscountBeyondLine(sku=self.sku)
        apart = (self.allocated_quantity, self.backordered_quantity)
        if min(apart) < 0 or sum(apart) > self.quantity.value:
            raise StockBeyondLine(sku=self.sku)

    def to_total(self) -> LineToTotal:
        return LineToTotal(self.unit_price, self.quantity.value, self.tax_rate, self.discount)


@dataclass(frozen=True, slots=True)
class LineMove:
    """`quantity` is no longer outstanding on a line; `allocated` of it was stock set aside."""

    line_id: OrderLineId
    product_id: ProductId
    quantity: int
    allocated: int


@dataclass(frozen=True, slots=True)
class Released:
    """What a cut, rejection or cancellation sets free: stock by line, and of the order's credit `amount`."""

    lines: tuple[LineMove, ...]
    amount: Money


@dataclass(eq=False, repr=False, kw_only=True)
class OrderLine:
    """A child of an order, changed only through it.

    - Ordered = cancelled + shipped + back-ordered + allocated + open, none of them negative.
    - Its amounts cover what was ordered less what the approver or an amendment cut.
    - `granted` is the campaign's discount for the whole quantity, `discount` that which `net` is less by.
    """

    id: OrderLineId
    customer_id: CustomerId
    line_number: int
    product_id: ProductId
    sku: Sku
    name: str
    unit: str
    quantity: Quantity
    currency: Currency
    unit_price: UnitPrice
    list_price: UnitPrice | None
    price_level: str
    price_id: PriceId | None
    tax_rate: TaxRate
    net: Money
    tax: Money
    gross: Money
    granted: Money
    discount: Money
    campaign: CampaignCopy | None = None
    cancelled_quantity: int = 0
    shipped_quantity: int = 0
    backordered_quantity: int = 0
    allocated_quantity: int = 0
    status: LineStatus = LineStatus.PENDING

    @classmethod
    def ordered(
        cls, line: PricedLine, *, customer_id: CustomerId, line_number: int, totals: LineTotals
    ) -> Self:
        discount = line.discount or Money.zero(line.unit_price.currency)
        return cls(
            id=OrderLineId(new_id()),
            customer_id=customer_id,
            line_number=line_number,
            product_id=line.product_id,
            sku=line.sku,
            name=line.name,
            unit=line.unit,
            quantity=line.quantity,
            currency=line.unit_price.currency,
            unit_price=line.unit_price,
            list_price=line.list_price,
            price_level=line.price_level,
            price_id=line.price_id,
            tax_rate=line.tax_rate,
            net=totals.net,
            tax=totals.tax,
            gross=totals.gross,
            granted=discount,
            discount=discount,
            campaign=line.campaign,
            backordered_quantity=line.backordered_quantity,
            allocated_quantity=line.allocated_quantity,
        )

    @property
    def agreed_quantity(self) -> int:
        """What the dealer gets in all, as things stand."""
        return self.quantity.value - self.cancelled_quantity

    @property
    def outstanding_quantity(self) -> int:
        """Neither shipped nor cancelled."""
        return self.agreed_quantity - self.shipped_quantity

    @property
    def open_quantity(self) -> int:
        """Outstanding, and neither back-ordered nor with stock set aside."""
        return self.outstanding_quantity - self.backordered_quantity - self.allocated_quantity

    @property
    def agreed_discount(self) -> Money:
        """The granted discount's share for what the dealer gets, however often the line was cut."""
        share = self.granted.amount * self.agreed_quantity / self.quantity.value
        costs = self.unit_price.times(self.agreed_quantity)
        return min(Money.rounded(share, self.currency), costs)

    def to_total(self) -> LineToTotal:
        return LineToTotal(self.unit_price, self.agreed_quantity, self.tax_rate, self.agreed_discount)

    def apply(self, totals: LineTotals) -> None:
        self.net, self.tax, self.gross = totals.net, totals.tax, totals.gross
        self.discount = self.agreed_discount

    def cut(self, quantity: int) -> LineMove:
        """What has stock goes last: the dealer keeps the pieces that can be shipped."""
        backordered = min(max(quantity - self.open_quantity, 0), self.backordered_quantity)
        allocated = max(quantity - self.open_quantity - backordered, 0)
        self.backordered_quantity -= backordered
        self.allocated_quantity -= allocated
        self.cancelled_quantity += quantity
        return LineMove(self.id, self.product_id, quantity, allocated)

    def ship(self, quantity: int) -> LineMove:
        """What has stock set aside goes first."""
        allocated = min(quantity, self.allocated_quantity)
        backordered = max(quantity - allocated - self.open_quantity, 0)
        self.allocated_quantity -= allocated
        self.backordered_quantity -= backordered
        self.shipped_quantity += quantity
        return LineMove(self.id, self.product_id, quantity, allocated)

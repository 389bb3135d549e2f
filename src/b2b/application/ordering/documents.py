"""An order as the world sees it: the same document in events, webhooks and the integration API."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from b2b.application.shared.values import MoneyValue, money, unit_price
from b2b.domain.ordering.lines import AddressCopy, CampaignCopy, OrderLine
from b2b.domain.ordering.order import Order


class OrderCustomerDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The dealer, by its code here and by the ERP's own id where the ERP made it."""

    code: str
    title: str
    external_id: str | None


class OrderAddressDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An address as it was when the order was placed."""

    title: str
    line1: str
    line2: str
    district: str
    province: str
    postal_code: str
    country: str
    contact_name: str
    phone: str


class OrderLineCampaign(msgspec.Struct, frozen=True, kw_only=True):
    """The campaign that reduced a line; `external_id` is the ERP's own key for it."""

    name: str
    external_id: str | None


class OrderLineDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A line: quantities in the base unit; amounts for what was ordered less what was cut.

    - `discount` is what the campaign takes off: `net` is the unit price times the quantity, less that.
    """

    line_number: int
    sku: str
    name: str
    unit: str
    quantity: int
    cancelled_quantity: int
    shipped_quantity: int
    allocated_quantity: int
    backordered_quantity: int
    status: str
    unit_price: str
    list_price: str | None
    price_level: str
    vat_rate: str
    discount: MoneyValue
    campaign: OrderLineCampaign | None
    net: MoneyValue
    vat: MoneyValue
    gross: MoneyValue


class OrderTotalsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of the lines, by the one rounding routine."""

    net: MoneyValue
    vat: MoneyValue
    gross: MoneyValue


class OrderDocument(msgspec.Struct, frozen=True, kw_only=True):
    """`sequence` grows by one with each event of the order: a receiver drops what it has overtaken."""

    id: UUID
    number: str
    sequence: int
    status: str
    source: str
    customer: OrderCustomerDocument
    currency: str
    payment_method: str
    po_number: str | None
    note: str | None
    requested_delivery_date: date | None
    placed_at: datetime
    approved_at: datetime | None
    erp_order_number: str | None
    shipping_address: OrderAddressDocument
    billing_address: OrderAddressDocument
    lines: list[OrderLineDocument]
    totals: OrderTotalsDocument
    # When the ERP said that it has the order, and when the distributor last lowered it.
    acknowledged_at: datetime | None = None
    amended_at: datetime | None = None


def order_document(order: Order) -> OrderDocument:
    return OrderDocument(
        id=order.id,
        number=order.number,
        sequence=order.sequence,
        status=order.status.value,
        source=order.source.value,
        customer=OrderCustomerDocument(
            code=order.customer.code, title=order.customer.title, external_id=order.customer.external_id
        ),
        currency=order.currency.code,
        payment_method=order.payment_method.value,
        po_number=order.po_number,
        note=order.note,
        requested_delivery_date=order.requested_delivery_date,
        placed_at=order.placed_at,
        approved_at=order.approved_at,
        erp_order_number=order.erp_order_number,
        shipping_address=_address(order.shipping_address),
        billing_address=_address(order.billing_address),
        lines=[_line(line) for line in order.lines],
        totals=order_totals(order),
        acknowledged_at=order.acknowledged_at,
        amended_at=order.amended_at,
    )


def order_totals(order: Order) -> OrderTotalsDocument:
    return OrderTotalsDocument(net=money(order.net), vat=money(order.tax), gross=money(order.gross))


def _address(address: AddressCopy) -> OrderAddressDocument:
    return msgspec.convert(address, OrderAddressDocument, from_attributes=True)


def _line(line: OrderLine) -> OrderLineDocument:
    return OrderLineDocument(
        line_number=line.line_number,
        sku=line.sku.value,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity.value,
        cancelled_quantity=line.cancelled_quantity,
        shipped_quantity=line.shipped_quantity,
        allocated_quantity=line.allocated_quantity,
        backordered_quantity=line.backordered_quantity,
        status=line.status.value,
        unit_price=unit_price(line.unit_price.amount),
        list_price=unit_price(line.list_price.amount) if line.list_price else None,
        price_level=line.price_level,
        vat_rate=f"{line.tax_rate.percent.normalize():f}",
        discount=money(line.discount),
        campaign=_campaign(line.campaign),
        net=money(line.net),
        vat=money(line.tax),
        gross=money(line.gross),
    )


def _campaign(campaign: CampaignCopy | None) -> OrderLineCampaign | None:
    if campaign is None:
        return None
    return OrderLineCampaign(name=campaign.name, external_id=campaign.external_id)

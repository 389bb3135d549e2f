from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from b2b.domain.ordering.lines import AddressCopy, Buyer, CustomerCopy, OrderTerms, PricedLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import OrderSource, PaymentMethod, SubmitOutcome
from b2b.domain.shared.ids import CustomerId, OrderId, ProductId, UserId, new_id
from b2b.domain.shared.quantities import Quantity, Sku, TaxRate
from tests.unit.shared.strategies import TRY, lira_price

NOW = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
BUYER = UserId(new_id())
APPROVER = UserId(new_id())
CUSTOMER = CustomerId(new_id())

_numbers = count(1)


def an_address(*, title: str = "Merkez", province: str = "İstanbul") -> AddressCopy:
    return AddressCopy(
        title=title,
        line1="Perpa Ticaret Merkezi B Blok",
        line2="",
        district="Şişli",
        province=province,
        postal_code="34384",
        country="TR",
        contact_name="Ayşe Işık",
        phone="+902120000000",
    )


def a_line(
    *,
    sku: str | None = None,
    quantity: int = 3,
    unit_price: str = "100.00",
    tax_percent: int = 20,
    allocated: int = 0,
    backordered: int = 0,
) -> PricedLine:
    return PricedLine(
        product_id=ProductId(new_id()),
        sku=Sku(sku or f"SKU-{next(_numbers)}"),
        name="A memory card",
        unit="C62",
        quantity=Quantity(quantity),
        unit_price=lira_price(unit_price),
        list_price=None,
        price_level="list",
        price_id=None,
        tax_rate=TaxRate(Decimal(tax_percent)),
        allocated_quantity=allocated,
        backordered_quantity=backordered,
    )


def terms(
    *,
    payment_method: PaymentMethod = PaymentMethod.OPEN_ACCOUNT,
    shipping_address: AddressCopy | None = None,
    po_number: str | None = None,
) -> OrderTerms:
    return OrderTerms(
        source=OrderSource.CART,
        payment_method=payment_method,
        shipping_address=shipping_address or an_address(),
        billing_address=an_address(),
        po_number=po_number,
    )


def a_draft(*lines: PricedLine, with_terms: OrderTerms | None = None) -> Order:
    return Order.place(
        id=OrderId(new_id()),
        number=f"ORD-20260315-{next(_numbers):08}",
        buyer=Buyer(
            customer_id=CUSTOMER, customer=CustomerCopy("D-0001", "Deneme Bilişim A.Ş."), placed_by=BUYER
        ),
        terms=with_terms or terms(),
        lines=lines or (a_line(),),
        currency=TRY,
        at=NOW,
    )


def a_waiting_order(*lines: PricedLine) -> Order:
    order = a_draft(*lines)
    order.submit(SubmitOutcome.NEEDS_APPROVAL, by=BUYER, at=NOW)
    return order


def an_approved_order(*lines: PricedLine) -> Order:
    order = a_draft(*lines)
    order.submit(SubmitOutcome.APPROVED, by=BUYER, at=NOW)
    return order


def an_order_in_processing(*lines: PricedLine) -> Order:
    order = an_approved_order(*lines)
    order.start_processing(by=None, at=NOW)
    return order

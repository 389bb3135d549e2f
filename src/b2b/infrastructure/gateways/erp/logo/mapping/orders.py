from decimal import Decimal

from b2b.application.integration.erp.ports import ErpRefused, OutgoingOrder
from b2b.application.ordering.documents import OrderDocument, OrderLineDocument
from b2b.infrastructure.gateways.erp.logo.config import (
    BY_AMOUNT,
    DISCOUNT,
    GOODS,
    ISTANBUL,
    OF_THE_LINE,
    ORDER_STATUS,
)
from b2b.infrastructure.gateways.erp.logo.mapping.records import Record, present

NOTE_LENGTH = 50
ORIGIN = "PORTAL"
LOCAL_CURRENCY = "TRY"


def sales_order(outgoing: OutgoingOrder) -> Record:
    """LOGO numbers it; our number is its document number. Prices are without tax, as agreed.

    - Raises `ErpRefused` for what the connector does not write.
    """
    order = outgoing.document
    if order.customer.external_id is None:
        raise ErpRefused(["The dealer is not LOGO's: it has no external id."])
    if order.currency != LOCAL_CURRENCY:
        raise ErpRefused([f"An order in {order.currency} is not written; only {LOCAL_CURRENCY} is."])
    return present(
        NUMBER="~",
        DOC_NUMBER=order.number,
        CUST_ORD_NO=order.po_number,
        DATE=f"{order.placed_at.astimezone(ISTANBUL):%Y-%m-%d}T00:00:00",
        ARP_CODE=order.customer.external_id,
        SHIPLOC_CODE=outgoing.ship_to,
        ORDER_STATUS=ORDER_STATUS,
        AUXIL_CODE=ORIGIN,
        **_notes(order),
        TRANSACTIONS={
            "items": [record for line in order.lines if _left(line) for record in _lines(order, line)]
        },
    )


def _left(line: OrderLineDocument) -> int:
    return line.quantity - line.cancelled_quantity


def _lines(order: OrderDocument, line: OrderLineDocument) -> list[Record]:
    if not Decimal(line.discount.amount):
        return [_line(order, line)]
    return [
        _line(order, line),
        present(
            TYPE=DISCOUNT,
            DETAIL_LEVEL=OF_THE_LINE,
            CALC_TYPE=BY_AMOUNT,
            TOTAL=float(line.discount.amount),
            DESCRIPTION=line.campaign.name[:NOTE_LENGTH] if line.campaign else None,
        ),
    ]


def _line(order: OrderDocument, line: OrderLineDocument) -> Record:
    """Without a unit LOGO takes the item's main one, which is ours."""
    wanted = order.requested_delivery_date
    return present(
        TYPE=GOODS,
        MASTER_CODE=line.sku,
        QUANTITY=_left(line),
        PRICE=float(line.unit_price),
        VAT_RATE=float(line.vat_rate),
        DUE_DATE=f"{wanted:%Y-%m-%d}T00:00:00" if wanted else None,
    )


def _notes(order: OrderDocument) -> dict[str, str]:
    """LOGO has four lines for notes."""
    text = " ".join((order.note or "").split())
    parts = [text[start : start + NOTE_LENGTH] for start in range(0, len(text), NOTE_LENGTH)][:4]
    return {f"NOTES{place + 1}": part for place, part in enumerate(parts)}

"""The fingerprint of what an approver decides on."""

import hashlib
import json
from collections.abc import Iterable

from b2b.domain.ordering.lines import AddressCopy, OrderLine
from b2b.domain.ordering.states import PaymentMethod
from b2b.domain.shared.ids import CustomerId
from b2b.domain.shared.money import Money


def hash_content(
    *,
    customer_id: CustomerId,
    lines: Iterable[OrderLine],
    shipping_address: AddressCopy,
    billing_address: AddressCopy,
    payment_method: PaymentMethod,
    totals: tuple[Money, Money, Money],
) -> str:
    """SHA-256, in hexadecimal, of one canonical text: equal content hashes equal, whatever the lines' order.

    JSON, because a separator of our own could be typed into an address to make two contents look alike.
    """
    content = [
        str(customer_id),
        sorted(_line_text(line) for line in lines),
        _address_text(shipping_address),
        _address_text(billing_address),
        payment_method.value,
        [str(amount) for amount in totals],
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _line_text(line: OrderLine) -> list[str]:
    approved = line.quantity.value - line.cancelled_quantity
    price = f"{line.unit_price.amount:f} {line.unit_price.currency}"
    discount = [str(line.discount)] if line.discount.minor_units else []
    return [str(line.sku), str(approved), price, f"{line.tax_rate.percent:f}", str(line.tax), *discount]


def _address_text(address: AddressCopy) -> list[str]:
    return [
        address.title,
        address.line1,
        address.line2,
        address.district,
        address.province,
        address.postal_code,
        address.country,
        address.contact_name,
        address.phone,
    ]

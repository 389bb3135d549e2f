from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from b2b.api_shared.inputs import (
    WITHOUT_NUL,
    LongText,
    MoneyInput,
    QuantityNumber,
    Reason,
    SkuText,
)
from b2b.application.ordering.pricing import WantedLine
from b2b.domain.ordering.states import PaymentMethod

LINES_MAX = 2_000


class WantedLineInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many base units of a product."""

    sku: SkuText
    quantity: QuantityNumber

    def to_wanted(self) -> WantedLine:
        return WantedLine(self.sku, self.quantity)


class PlaceOrderRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order of the lines given, or without `lines` of the cart.

    `accepted_total` is the gross total that the buyer saw: where it differs, nothing is ordered.
    """

    shipping_address_id: UUID
    payment_method: PaymentMethod
    lines: Annotated[list[WantedLineInput], msgspec.Meta(min_length=1, max_length=LINES_MAX)] | None = None
    billing_address_id: UUID | None = None
    po_number: Annotated[str, msgspec.Meta(max_length=60, pattern=WITHOUT_NUL)] | None = None
    note: LongText | None = None
    requested_delivery_date: date | None = None
    accepted_total: MoneyInput | None = None


class CancelOrderRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the order is taken back; everybody who follows the order sees it."""

    reason: Reason = "Cancelled by the dealer."


class CartQuantityRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many pieces the cart holds of the product from now on."""

    quantity: QuantityNumber


class CartLinesRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines to add to what the cart holds; the same SKU twice is added up."""

    lines: Annotated[list[WantedLineInput], msgspec.Meta(min_length=1, max_length=LINES_MAX)]

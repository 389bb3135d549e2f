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
from b2b.application.ordering.keep_lists import LineToSave
from b2b.application.ordering.pricing import WantedLine
from b2b.domain.ordering.states import PaymentMethod

LINES_MAX = 2_000

ListName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=80, pattern=WITHOUT_NUL, examples=["Weekly order"])
]
ListNote = Annotated[str, msgspec.Meta(max_length=500, pattern=WITHOUT_NUL, examples=["For the van"])]


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


class SavedLineInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many base units of a product, and what to remember about it."""

    sku: SkuText
    quantity: QuantityNumber
    note: ListNote | None = None

    def to_line(self) -> LineToSave:
        return LineToSave(self.sku, self.quantity, self.note)


class SaveListRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new list of the lines given; `from_cart` adds what your cart holds."""

    name: ListName
    is_shared: bool = False
    from_cart: bool = False
    lines: Annotated[list[SavedLineInput], msgspec.Meta(max_length=LINES_MAX)] = msgspec.field(
        default_factory=list
    )


class EditListRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The list's name, and whether colleagues see it."""

    name: ListName
    is_shared: bool


class SavedLinesRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines to add to what the list holds; the same SKU twice is added up."""

    lines: Annotated[list[SavedLineInput], msgspec.Meta(min_length=1, max_length=LINES_MAX)]


class SavedQuantityRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many pieces the list holds of the product from now on, and the note beside it."""

    quantity: QuantityNumber
    note: ListNote | None = None

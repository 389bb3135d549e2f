from collections.abc import Set
from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, Struct

from b2b.application.integration.items.shared import Absent, PushItem, SkuText, Url
from b2b.domain.integration.ownership import PORTAL_FIELDS

Serial = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S+$", examples=["CN42K7L1"])]
ShortText = Annotated[str, Meta(min_length=1, max_length=60)]
Moment = Annotated[datetime, Meta(tz=True)]


class ShipmentLineItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pieces of a line of the order, which is named by its SKU or its number.

    - `serials` names every piece, or is empty.
    """

    sku: SkuText | None = None
    line_number: Annotated[int, Meta(ge=1, le=2000)] | None = None
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)]
    serials: Annotated[list[Serial], Meta(max_length=10_000)] = []


class ShipmentItem(PushItem, frozen=True, kw_only=True):
    """One despatch of one order, whole or in part; it moves the order along.

    - What it carried is sent whole once, and never changes.
    - With `delivered_at` it has arrived; the order is delivered when all of it has.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["shipments"]

    order_number: Annotated[str, Meta(min_length=1, max_length=24)] | Absent = UNSET
    dispatch_number: ShortText | Absent | None = UNSET
    carrier: Annotated[str, Meta(min_length=1, max_length=100)] | Absent | None = UNSET
    tracking_number: ShortText | Absent | None = UNSET
    tracking_url: Url | Absent | None = UNSET
    shipped_at: Moment | Absent | None = UNSET
    delivered_at: Moment | Absent | None = UNSET
    lines: Annotated[list[ShipmentLineItem], Meta(min_length=1, max_length=2000)] | Absent = UNSET

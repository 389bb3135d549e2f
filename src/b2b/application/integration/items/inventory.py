from collections.abc import Set
from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct

from b2b.application.integration.items.shared import INT4_MAX, Absent, Name, PushItem, SkuText, Version
from b2b.domain.integration.ownership import PORTAL_FIELDS

WarehouseCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^\S+$", examples=["IST"])]


class WarehouseItem(PushItem, frozen=True, kw_only=True):
    code: WarehouseCode | Absent = UNSET
    name: Name | Absent = UNSET


class ReceiptItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many pieces are expected in the warehouse on a day."""

    on: date
    quantity: Annotated[int, Meta(ge=1, le=INT4_MAX)]


class StockItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """What was counted of a product in a warehouse, which are together the key; reservations are ours.

    - Deleting means that nothing is there.
    - `expected` is the whole list of receipts that are on their way, where it is given.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["stock"]

    external_id: Annotated[str, Meta(min_length=1, max_length=200)] | Absent | None = UNSET
    source_version: Version | Absent | None = UNSET
    op: Literal["upsert", "delete"] = "upsert"
    sku: SkuText
    warehouse: WarehouseCode
    on_hand: Annotated[int, Meta(ge=-INT4_MAX, le=INT4_MAX)] | Absent = UNSET
    expected: Annotated[list[ReceiptItem], Meta(max_length=100)] | Absent | None = UNSET

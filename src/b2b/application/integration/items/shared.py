"""What every pushed item has. A field that is absent is left as it is; `null` clears it."""

from collections.abc import Set
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Absent = UnsetType
INT4_MAX = 2**31 - 1
INT8_MAX = 2**63 - 1

ExternalId = Annotated[
    str, Meta(min_length=1, max_length=100, description="The ERP's own key.", examples=["P-1001"])
]
Version = Annotated[int, Meta(ge=0, le=INT8_MAX, examples=[42])] | Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
LongName = Annotated[str, Meta(min_length=1, max_length=400)]
Text = Annotated[str, Meta(max_length=20_000)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200, examples=["hard-drives"])]
Url = Annotated[str, Meta(pattern=r"^https?://\S+$", max_length=500)]
SkuText = Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9.-]{0,39}$", examples=["HP-Q2612A"])]
CurrencyCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217.", examples=["TRY"])]
# Decimals come as strings, so that no reader of JSON turns them into binary fractions on the way.
UnitPriceText = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,14}(\.[0-9]{1,4})?$",
        description="Of one base unit, without tax; up to four decimals.",
        examples=["12.50"],
    ),
]
AmountText = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,14}(\.[0-9]{1,4})?$",
        description="No finer than the currency's minor unit.",
        examples=["1250.00"],
    ),
]
RateText = Annotated[
    str,
    Meta(pattern=r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$", description="Per cent.", examples=["20"]),
]
Position = Annotated[int, Meta(ge=0, le=INT4_MAX)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]


class Amount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exact amount: a decimal string and its currency."""

    amount: AmountText
    currency: CurrencyCode


class PushItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One state of one thing that the ERP masters.

    - `source_version` older than what is stored is stale and not written; without one the item is written.
    """

    # What the portal keeps, and no ERP sends.
    portal_fields: ClassVar[Set[str]] = frozenset()

    external_id: ExternalId
    source_version: Version | Absent | None = UNSET
    op: Literal["upsert", "delete"] = "upsert"

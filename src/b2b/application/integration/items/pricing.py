import datetime
from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Meta

from b2b.application.integration.items.shared import (
    Absent,
    Count,
    CurrencyCode,
    ExternalId,
    PushItem,
    SkuText,
    UnitPriceText,
)

TierCode = Annotated[str, Meta(min_length=1, max_length=20, pattern=r"^\S+$", examples=["A"])]


ExchangeText = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,10}(\.[0-9]{1,8})?$",
        description="Of one unit of `currency`; up to eight decimals.",
        examples=["41.2345"],
    ),
]


class TierItem(PushItem, frozen=True, kw_only=True):
    code: TierCode | Absent = UNSET
    name: Annotated[str, Meta(min_length=1, max_length=120)] | Absent = UNSET


class PriceItem(PushItem, frozen=True, kw_only=True, gc=False):
    """One row of a price list: for everybody, for a tier, or for one customer.

    - Valid from and to are both included; none means without end.
    """

    sku: SkuText | Absent = UNSET
    level: Literal["list", "tier", "customer"] | Absent = UNSET
    tier: Annotated[str, Meta(min_length=1, max_length=100)] | Absent | None = UNSET
    customer_external_id: ExternalId | Absent | None = UNSET
    min_quantity: Count | Absent = UNSET
    unit_price: UnitPriceText | Absent = UNSET
    currency: CurrencyCode | Absent = UNSET
    valid_from: date | Absent | None = UNSET
    valid_to: date | Absent | None = UNSET
    reason: Annotated[str, Meta(max_length=500)] | Absent | None = UNSET


class ExchangeRateItem(PushItem, frozen=True, kw_only=True):
    """What a unit of one currency is worth in another on a day; a correction overwrites no former rate.

    - `against` is the tenant's currency where it is absent.
    - `buying` and `selling` are the bank's; the effective ones are for banknotes.
    """

    currency: CurrencyCode | Absent = UNSET
    against: CurrencyCode | Absent = UNSET
    date: datetime.date | Absent = UNSET
    buying: ExchangeText | Absent = UNSET
    selling: ExchangeText | Absent = UNSET
    effective_buying: ExchangeText | Absent | None = UNSET
    effective_selling: ExchangeText | Absent | None = UNSET
    source: Literal["erp", "central_bank"] | Absent = UNSET

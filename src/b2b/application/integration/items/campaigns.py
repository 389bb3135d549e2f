from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, Struct

from b2b.application.integration.items.shared import (
    Absent,
    Count,
    CurrencyCode,
    ExternalId,
    Name,
    PushItem,
    RateText,
    SkuText,
    UnitPriceText,
)
from b2b.domain.integration.ownership import PORTAL_FIELDS
from b2b.domain.shared.errors import Fault

DiscountText = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$",
        description="In the campaign's currency.",
        examples=["25000.00"],
    ),
]
TierName = Annotated[str, Meta(min_length=1, max_length=100)]
Priority = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]


class CampaignRuleItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Either `percent`, of a line's net and at most `cap` of it, or `amount_off` each piece.

    - About `products` (SKUs), `brands`, or `categories` with all below them: one of the three, or everything.
    - For `tiers` and `customers`, or for every dealer where neither names one.
    """

    percent: RateText | None = None
    cap: DiscountText | None = None
    amount_off: UnitPriceText | None = None
    min_quantity: Count = 1
    products: Annotated[list[SkuText], Meta(max_length=5_000)] = []
    brands: Annotated[list[Name], Meta(max_length=500)] = []
    categories: Annotated[list[ExternalId], Meta(max_length=500)] = []
    tiers: Annotated[list[TierName], Meta(max_length=100)] = []
    customers: Annotated[list[ExternalId], Meta(max_length=5_000)] = []

    @property
    def targets(self) -> tuple[str, list[str]]:
        """Its scope, and the names that the ERP has for it."""
        named = {"product": self.products, "brand": self.brands, "category": self.categories}
        return next(((scope, names) for scope, names in named.items() if names), ("all", []))


class CampaignItem(PushItem, frozen=True, kw_only=True):
    """Lower prices for a while. `rules` is the whole list, where it is given; those of a campaign that runs
    do not change.

    - Runs on its days, both included, once it is `released`; without `ends_on` it does not end by itself.
    - Of campaigns that save as much the higher `priority` goes first.
    - `discount_limit` and `use_limit` are for all dealers together, the others for each; an order is one use.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["campaigns"]

    name: Name | Absent = UNSET
    description: Annotated[str, Meta(max_length=2_000)] | Absent | None = UNSET
    priority: Priority | Absent = UNSET
    starts_on: date | Absent = UNSET
    ends_on: date | Absent | None = UNSET
    currency: CurrencyCode | Absent = UNSET
    released: bool | Absent = UNSET
    rules: Annotated[list[CampaignRuleItem], Meta(max_length=100)] | Absent = UNSET
    discount_limit: DiscountText | Absent | None = UNSET
    use_limit: Count | Absent | None = UNSET
    dealer_discount_limit: DiscountText | Absent | None = UNSET
    dealer_use_limit: Count | Absent | None = UNSET


def rule_faults(item: CampaignItem) -> Iterator[Fault]:
    """What makes no rule of what stands there."""
    for place, rule in enumerate(item.rules if isinstance(item.rules, list) else ()):
        pointer = f"/rules/{place}"
        if (rule.percent is None) == (rule.amount_off is None):
            yield _fault(pointer, "A rule takes off a percentage, or an amount of each piece.")
        elif rule.percent is None and rule.cap is not None:
            yield _fault(f"{pointer}/cap", "Only a percentage is capped.")
        elif not any(Decimal(text) for text in (rule.percent, rule.amount_off) if text):
            yield _fault(pointer, "A rule takes something off.")
        elif sum(map(bool, (rule.products, rule.brands, rule.categories))) > 1:
            yield _fault(pointer, "A rule is about products, brands or categories, not about two of them.")


def _fault(pointer: str, detail: str) -> Fault:
    return Fault(pointer=pointer, code="campaign.rule_invalid", detail=detail)

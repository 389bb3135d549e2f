"""A campaign: what it takes off, from how many pieces on, how much of it there is, and when it runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from b2b.domain.pricing.errors import InvalidReduction
from b2b.domain.shared.ids import CampaignId, CampaignRuleId
from b2b.domain.shared.money import Money, UnitPrice


class CampaignState(StrEnum):
    """The clock moves a campaign from scheduled to active to ended; hands and limits do the rest."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class PausedBy(StrEnum):
    HAND = "hand"
    LIMIT = "limit"


class RuleScope(StrEnum):
    """What a rule is about; a category's includes everything below it."""

    PRODUCT = "product"
    BRAND = "brand"
    CATEGORY = "category"
    ALL = "all"


# Of a campaign's rules that fit a line those of the narrowest scope count, even where a wider one saves more.
NARROWNESS: Final[Mapping[RuleScope, int]] = {
    RuleScope.PRODUCT: 0,
    RuleScope.BRAND: 1,
    RuleScope.CATEGORY: 2,
    RuleScope.ALL: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTimes:
    """What decides a campaign's state; `ends_on` is its last day, both days are business days."""

    starts_on: date
    ends_on: date | None = None
    is_released: bool = True
    paused_by: PausedBy | None = None
    is_cancelled: bool = False

    def state(self, on: date) -> CampaignState:
        if self.is_cancelled:
            return CampaignState.CANCELLED
        if not self.is_released:
            return CampaignState.DRAFT
        if self.ends_on is not None and on > self.ends_on:
            return CampaignState.ENDED
        if self.paused_by is not None:
            return CampaignState.PAUSED
        return CampaignState.SCHEDULED if on < self.starts_on else CampaignState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """Per cent of a line's net, at most `cap` for the line; or an amount off each piece."""

    percent: Decimal | None = None
    cap: Money | None = None
    amount_off: UnitPrice | None = None

    def __post_init__(self) -> None:
        both_or_none = (self.percent is None) == (self.amount_off is None)
        capped_amount = self.cap is not None and self.percent is None
        out_of_bounds = self.percent is not None and not 0 < self.percent <= 100
        if both_or_none or capped_amount or out_of_bounds:
            raise InvalidReduction(percent=self.percent, amount_off=self.amount_off)

    def saving(self, net: Money, quantity: int) -> Money:
        """Of a line of that net: never negative, never more than the line costs."""
        if self.amount_off is not None:
            return min(self.amount_off.times(quantity), net)
        saved = Money.rounded(net.amount * (self.percent or 0) / 100, net.currency)
        return min(saved, net, self.cap) if self.cap is not None else min(saved, net)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRule:
    """`min_quantity` counts base units of the line."""

    id: CampaignRuleId
    scope: RuleScope
    reduction: Reduction
    min_quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What is left for one dealer, of the campaign's own limits and the dealer's; None is without a limit."""

    discount: Money | None = None
    uses: int | None = None

    def part_of(self, saving: Money) -> Money:
        """A discount that is larger than what is left is given in part."""
        if self.uses is not None and self.uses <= 0:
            return Money.zero(saving.currency)
        if self.discount is None:
            return saving
        return max(min(saving, self.discount), Money.zero(saving.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignName:
    """How a campaign is known, here and in the ERP."""

    id: CampaignId
    name: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A campaign that runs, with those of its rules that are about one product and for one dealer.

    - A higher `priority` goes first where two save as much.
    """

    campaign: CampaignName
    priority: int
    rules: tuple[CampaignRule, ...]
    budget: Budget
    ends_on: date | None = None

    def rule_for(self, net: Money, quantity: int) -> CampaignRule | None:
        """Of the narrowest scope that fits the one that saves most, whatever the order of the rules."""
        fitting = [rule for rule in self.rules if rule.min_quantity <= quantity]
        return min(
            fitting,
            key=lambda rule: (
                NARROWNESS[rule.scope],
                -rule.reduction.saving(net, quantity).amount,
                rule.id,
            ),
            default=None,
        )


def budgets_of(offers: Iterable[Offer]) -> dict[CampaignId, Budget]:
    return {offer.campaign.id: offer.budget for offer in offers}

"""Which campaign reduces which line, and by how much: a pure decision over a whole cart or order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from b2b.domain.pricing.campaigns import Budget, CampaignName, CampaignRule, Offer, budgets_of
from b2b.domain.shared.ids import CampaignId
from b2b.domain.shared.money import Money, UnitPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToReduce:
    """A line at its resolved price, with the offers that are about its product."""

    unit_price: UnitPrice
    quantity: int
    offers: tuple[Offer, ...]

    @property
    def net(self) -> Money:
        return self.unit_price.times(self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """`saving` is what the rule would give, `discount` what is left of that within the limits."""

    campaign: CampaignName
    rule: CampaignRule
    discount: Money
    saving: Money

    @property
    def in_part(self) -> bool:
        return self.discount < self.saving


class OfferVerdict(StrEnum):
    """What became of an offer; `LESS_SAVING` includes the equal one that lost by priority or id."""

    WON = "won"
    LESS_SAVING = "less_saving"
    QUANTITY_BELOW_MINIMUM = "quantity_below_minimum"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class ConsideredOffer:
    """`rule` is None where the quantity reaches none of the offer's rules."""

    offer: Offer
    rule: CampaignRule | None
    saving: Money
    verdict: OfferVerdict


def consider(line: LineToReduce) -> tuple[ConsideredOffer, ...]:
    """Why `grant` decides as it does for a line by itself."""
    (won,) = grant([line])
    return tuple(_considered(line, offer, won) for offer in line.offers)


def _considered(line: LineToReduce, offer: Offer, won: Grant | None) -> ConsideredOffer:
    rule = offer.rule_for(line.net, line.quantity)
    if rule is None:
        zero = Money.zero(line.net.currency)
        return ConsideredOffer(offer, None, zero, OfferVerdict.QUANTITY_BELOW_MINIMUM)
    saving = rule.reduction.saving(line.net, line.quantity)
    verdict = OfferVerdict.LESS_SAVING
    if won is not None and won.campaign == offer.campaign:
        verdict = OfferVerdict.WON
    elif not offer.budget.part_of(saving).minor_units:
        verdict = OfferVerdict.NOTHING_LEFT
    return ConsideredOffer(offer, rule, saving, verdict)


def grant(
    lines: Sequence[LineToReduce], budgets: Mapping[CampaignId, Budget] | None = None
) -> tuple[Grant | None, ...]:
    """One campaign a line at most, the lines served in their order out of the same limits.

    - Of several the highest saving wins, then the higher priority, then the lower id.
    - `budgets` are what is left once nobody else can take of it: a campaign that is not among them gives
      nothing. Without them the offers' own count, which were true when they were read.
    """
    purse = _Purse(budgets if budgets is not None else budgets_of(o for line in lines for o in line.offers))
    return tuple(_best(line, purse) for line in lines)


@dataclass(slots=True)
class _Purse:
    """What is left while an order's lines are served; several lines of one campaign are one use."""

    budgets: Mapping[CampaignId, Budget]
    taken: dict[CampaignId, Money] = field(default_factory=dict)

    def share(self, campaign_id: CampaignId, saving: Money) -> Money:
        budget = self.budgets.get(campaign_id)
        if budget is None:
            return Money.zero(saving.currency)
        if campaign_id not in self.taken:
            return budget.part_of(saving)
        if budget.discount is None:
            return saving
        return Budget(discount=budget.discount - self.taken[campaign_id]).part_of(saving)

    def take(self, campaign_id: CampaignId, discount: Money) -> None:
        before = self.taken.get(campaign_id)
        self.taken[campaign_id] = discount if before is None else before + discount


def _best(line: LineToReduce, purse: _Purse) -> Grant | None:
    grants = [grant for offer in line.offers if (grant := _granted(line, offer, purse))]
    if not grants:
        return None
    priorities = {offer.campaign.id: offer.priority for offer in line.offers}

    def rank(grant: Grant) -> tuple[Decimal, int, CampaignId]:
        return -grant.discount.amount, -priorities[grant.campaign.id], grant.campaign.id

    best = min(grants, key=rank)
    purse.take(best.campaign.id, best.discount)
    return best


def _granted(line: LineToReduce, offer: Offer, purse: _Purse) -> Grant | None:
    net = line.net
    rule = offer.rule_for(net, line.quantity)
    if rule is None:
        return None
    saving = rule.reduction.saving(net, line.quantity)
    discount = purse.share(offer.campaign.id, saving)
    if not discount.minor_units:
        return None
    return Grant(campaign=offer.campaign, rule=rule, discount=discount, saving=saving)

"""The campaigns that run for a buyer, as the database lists them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from b2b.domain.pricing.campaigns import Budget, CampaignName, CampaignRule, Offer, Reduction, RuleScope
from b2b.domain.shared.ids import CampaignId, CampaignRuleId
from b2b.domain.shared.money import Currency, Money, UnitPrice

Listed = Sequence[Any]


def read_offers(found: Sequence[Listed] | None, currency: Currency) -> tuple[Offer, ...]:
    """As the function lists them: a campaign's rules stand together."""
    if not found:
        return ()
    return tuple(_offer(list(rules), currency) for _, rules in groupby(found, key=lambda rule: rule[0]))


def _offer(rules: Sequence[Listed], currency: Currency) -> Offer:
    campaign, name, external_id, priority, ends_on, discount, uses = rules[0][:7]
    return Offer(
        campaign=CampaignName(id=CampaignId(UUID(campaign)), name=name, external_id=external_id),
        priority=priority,
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        budget=Budget(discount=_money(discount, currency), uses=uses),
        rules=tuple(_rule(rule[7:], currency) for rule in rules),
    )


def _rule(listed: Listed, currency: Currency) -> CampaignRule:
    rule, scope, percent, cap, amount_off, min_quantity = listed
    return CampaignRule(
        id=CampaignRuleId(UUID(rule)),
        scope=RuleScope(scope),
        min_quantity=min_quantity,
        reduction=Reduction(
            percent=Decimal(percent) if percent else None,
            cap=_money(cap, currency),
            amount_off=UnitPrice(Decimal(amount_off), currency) if amount_off else None,
        ),
    )


def _money(stored: str | None, currency: Currency) -> Money | None:
    return None if stored is None else Money.rounded(Decimal(stored), currency)

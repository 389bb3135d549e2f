from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.pricing.campaigns import (
    Budget,
    CampaignName,
    CampaignRule,
    CampaignState,
    CampaignTimes,
    Offer,
    PausedBy,
    Reduction,
    RuleScope,
)
from b2b.domain.pricing.discounts import LineToReduce, OfferVerdict, consider, grant
from b2b.domain.pricing.errors import InvalidReduction
from b2b.domain.shared.ids import CampaignId, CampaignRuleId
from b2b.domain.shared.money import Money
from tests.unit.shared.strategies import TRY, lira, lira_price

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)

reductions = st.one_of(
    st.builds(
        Reduction,
        percent=st.decimals(Decimal("0.01"), 100, places=2),
        cap=st.none() | st.integers(0, 5_000).map(lambda units: Money.from_minor(units, TRY)),
    ),
    st.decimals(Decimal("0.01"), 50, places=4).map(
        lambda amount: Reduction(amount_off=lira_price(str(amount)))
    ),
)
budgets = st.builds(
    Budget,
    discount=st.none() | st.integers(0, 3_000).map(lambda units: Money.from_minor(units, TRY)),
    uses=st.none() | st.integers(0, 2),
)


@st.composite
def carts(draw: st.DrawFn) -> list[LineToReduce]:
    """Lines of a few campaigns, each with the same budget wherever it comes up."""
    left = [draw(budgets) for _ in range(4)]
    rules = iter(range(1, 1_000))

    def offer(number: int) -> Offer:
        made = [
            CampaignRule(
                id=CampaignRuleId(UUID(int=next(rules))),
                scope=draw(st.sampled_from(RuleScope)),
                reduction=draw(reductions),
                min_quantity=draw(st.sampled_from([1, 2, 10])),
            )
            for _ in range(draw(st.integers(1, 3)))
        ]
        return an_offer(number, *made, priority=number % 2, budget=left[number])

    return [
        LineToReduce(
            unit_price=lira_price(str(draw(st.decimals(0, 40, places=4)))),
            quantity=draw(st.integers(1, 20)),
            offers=tuple(offer(number) for number in sorted(draw(st.sets(st.integers(0, 3), max_size=4)))),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]


def a_rule(
    number: int = 1,
    *,
    percent: str | None = None,
    cap: str | None = None,
    amount_off: str | None = None,
    scope: RuleScope = RuleScope.ALL,
    min_quantity: int = 1,
) -> CampaignRule:
    return CampaignRule(
        id=CampaignRuleId(UUID(int=number)),
        scope=scope,
        min_quantity=min_quantity,
        reduction=Reduction(
            percent=Decimal(percent) if percent else None,
            cap=lira(cap) if cap else None,
            amount_off=lira_price(amount_off) if amount_off else None,
        ),
    )


def an_offer(
    number: int,
    *rules: CampaignRule,
    priority: int = 0,
    budget: Budget = Budget(),  # noqa: B008 frozen
) -> Offer:
    name = CampaignName(id=CampaignId(UUID(int=number)), name=f"Campaign {number}")
    return Offer(campaign=name, priority=priority, rules=rules, budget=budget)


def a_line(*offers: Offer, unit_price: str = "100.00", quantity: int = 1) -> LineToReduce:
    return LineToReduce(unit_price=lira_price(unit_price), quantity=quantity, offers=offers)


def won(*offers: Offer, quantity: int = 1) -> tuple[int, Money] | None:
    (found,) = grant([a_line(*offers, quantity=quantity)])
    return (found.campaign.id.int, found.discount) if found else None


@given(lines=carts())
def test_nothing_costs_less_than_nothing_or_more_than_before(lines: list[LineToReduce]) -> None:
    for line, found in zip(lines, grant(lines), strict=True):
        assert found is None or Money.zero(TRY) < found.discount <= min(found.saving, line.net)


@given(lines=carts())
def test_no_limit_is_passed_by_one_minor_unit(lines: list[LineToReduce]) -> None:
    grants = [found for found in grant(lines) if found]

    for offer in {offer.campaign.id: offer for line in lines for offer in line.offers}.values():
        own = [found.discount for found in grants if found.campaign == offer.campaign]
        if offer.budget.discount is not None:
            assert Money.total(own, TRY) <= offer.budget.discount
        assert not own or offer.budget.uses is None or offer.budget.uses > 0


@given(lines=carts(), data=st.data())
def test_the_order_of_offers_and_rules_decides_nothing(
    lines: list[LineToReduce], data: st.DataObject
) -> None:
    shuffled = [
        LineToReduce(
            unit_price=line.unit_price,
            quantity=line.quantity,
            offers=tuple(data.draw(st.permutations(line.offers))),
        )
        for line in lines
    ]

    assert grant(shuffled) == grant(lines)


@given(lines=carts())
def test_nobody_gets_less_than_any_single_offer_would_give(lines: list[LineToReduce]) -> None:
    line = lines[0]
    (found,) = grant([line])

    for offer in line.offers:
        (alone,) = grant([a_line(offer, unit_price=str(line.unit_price.amount), quantity=line.quantity)])
        assert alone is None or (found is not None and found.discount >= alone.discount)


@given(lines=carts())
def test_every_offer_is_explained_and_at_most_one_won(lines: list[LineToReduce]) -> None:
    line = lines[0]
    (found,) = grant([line])
    considered = consider(line)

    assert [each.offer for each in considered] == list(line.offers)
    winners = [each.offer.campaign for each in considered if each.verdict is OfferVerdict.WON]
    assert winners == ([found.campaign] if found else [])


def test_the_highest_saving_wins_then_the_priority_then_the_id() -> None:
    ten, five = a_rule(percent="10"), a_rule(percent="5")

    assert won(an_offer(1, five, priority=9), an_offer(2, ten)) == (2, lira("10.00"))
    assert won(an_offer(1, ten), an_offer(2, ten, priority=9)) == (2, lira("10.00"))
    assert won(an_offer(2, ten), an_offer(1, ten)) == (1, lira("10.00"))


def test_what_is_left_counts_not_what_would_be_given() -> None:
    large = an_offer(1, a_rule(percent="50"), budget=Budget(discount=lira("3.00")))

    assert won(large, an_offer(2, a_rule(percent="5"))) == (2, lira("5.00"))
    assert won(large) == (1, lira("3.00"))


def test_the_narrower_rule_counts_where_the_quantity_reaches_it() -> None:
    offer = an_offer(
        1,
        a_rule(1, percent="5", scope=RuleScope.PRODUCT, min_quantity=10),
        a_rule(2, percent="20", scope=RuleScope.BRAND),
        a_rule(3, percent="30", scope=RuleScope.CATEGORY),
    )

    assert won(offer, quantity=1) == (1, lira("20.00"))
    assert won(offer, quantity=10) == (1, lira("50.00"))


def test_a_percentage_is_capped_by_the_line_and_an_amount_is_for_each_piece() -> None:
    assert won(an_offer(1, a_rule(percent="50", cap="120.00")), quantity=3) == (1, lira("120.00"))
    assert won(an_offer(1, a_rule(amount_off="0.0375")), quantity=100) == (1, lira("3.75"))
    assert won(an_offer(1, a_rule(amount_off="250.00")), quantity=2) == (1, lira("200.00"))


def test_an_order_is_one_use_however_many_lines_it_has() -> None:
    offer = an_offer(1, a_rule(percent="10"), budget=Budget(discount=lira("25.00"), uses=1))
    gone = {offer.campaign.id: Budget(uses=0)}

    assert [found.discount if found else None for found in grant([a_line(offer)] * 4)] == [
        lira("10.00"),
        lira("10.00"),
        lira("5.00"),
        None,
    ]
    assert grant([a_line(offer)], gone) == grant([a_line(offer)], {}) == (None,)


@pytest.mark.parametrize(
    ("times", "state"),
    [
        (CampaignTimes(starts_on=TODAY, ends_on=TODAY), CampaignState.ACTIVE),
        (CampaignTimes(starts_on=TODAY), CampaignState.ACTIVE),
        (CampaignTimes(starts_on=TODAY + DAY), CampaignState.SCHEDULED),
        (CampaignTimes(starts_on=TODAY - DAY, ends_on=TODAY - DAY), CampaignState.ENDED),
        (CampaignTimes(starts_on=TODAY, is_released=False), CampaignState.DRAFT),
        (CampaignTimes(starts_on=TODAY, paused_by=PausedBy.LIMIT), CampaignState.PAUSED),
        (
            CampaignTimes(starts_on=TODAY - DAY, ends_on=TODAY - DAY, paused_by=PausedBy.HAND),
            CampaignState.ENDED,
        ),
        (CampaignTimes(starts_on=TODAY, is_released=False, is_cancelled=True), CampaignState.CANCELLED),
    ],
)
def test_a_campaign_is_what_clock_and_hand_make_it(times: CampaignTimes, state: CampaignState) -> None:
    assert times.state(TODAY) is state


@pytest.mark.parametrize(
    ("percent", "amount_off", "cap"),
    [(None, None, None), ("1", "1.00", None), (None, "1.00", "1.00"), ("101", None, None)],
)
def test_a_rule_takes_off_one_thing(percent: str | None, amount_off: str | None, cap: str | None) -> None:
    with pytest.raises(InvalidReduction):
        a_rule(percent=percent, amount_off=amount_off, cap=cap)

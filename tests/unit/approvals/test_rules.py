import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.approvals.conditions import AmountAbove, Condition, CreditUtilisationAbove, FirstOrders
from b2b.domain.approvals.errors import InvalidRule, InvalidStep, StepWithoutApprover
from b2b.domain.approvals.rules import (
    ApprovalRule,
    ApprovalSwitches,
    DealerMode,
    MatchedRule,
    RuleAction,
    RuleStep,
    approvers,
    check_rules,
    evaluate,
)
from b2b.domain.shared.ids import UserId, new_id
from tests.unit.approvals.builders import ASK, FINANCE, PASS, REFUSE, SALES, a_rule, facts
from tests.unit.shared.strategies import lira

ON = ApprovalSwitches()
ALWAYS = ApprovalSwitches(dealer_mode=DealerMode.ALWAYS, always_steps=(SALES,))
LARGE = AmountAbove(lira("1000.00"))
CONDITIONS: tuple[Condition, ...] = (LARGE, FirstOrders(3))
ANN, BOB = UserId(new_id()), UserId(new_id())


@st.composite
def rule_sets(draw: st.DrawFn) -> list[ApprovalRule]:
    return [
        a_rule(
            draw(st.sampled_from(RuleAction)),
            *draw(st.lists(st.sampled_from(CONDITIONS), max_size=2)),
            number=number,
            priority=draw(st.integers(0, 3)),
            active=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@given(rules=rule_sets(), gross=st.sampled_from(["100.00", "5000.00"]), data=st.data())
def test_a_verdict_does_not_depend_on_the_order_of_the_rules(
    rules: list[ApprovalRule], gross: str, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rules))

    assert evaluate(ON, shuffled, facts(gross=gross)) == evaluate(ON, rules, facts(gross=gross))


@given(rules=rule_sets(), gross=st.sampled_from(["100.00", "5000.00"]))
def test_steps_are_asked_for_exactly_where_approval_is_required(
    rules: list[ApprovalRule], gross: str
) -> None:
    verdict = evaluate(ON, rules, facts(gross=gross))

    assert bool(verdict.steps) == (verdict.action is ASK)


@given(rules=rule_sets(), gross=st.sampled_from(["100.00", "5000.00"]))
def test_a_dealer_who_is_always_asked_is_never_passed(rules: list[ApprovalRule], gross: str) -> None:
    assert evaluate(ALWAYS, rules, facts(gross=gross)).action is not PASS


def test_where_no_rule_matches_the_order_is_approved() -> None:
    verdict = evaluate(ON, [a_rule(ASK, LARGE)], facts(gross="999.00"))

    assert (verdict.action, verdict.matched, verdict.steps) == (PASS, (), ())


def test_a_rule_asks_when_all_of_its_conditions_are_met() -> None:
    rule = a_rule(ASK, LARGE, FirstOrders(3))

    assert evaluate(ON, [rule], facts(gross="5000.00", orders_before=9)).action is PASS
    assert evaluate(ON, [rule], facts(gross="5000.00", orders_before=0)).action is ASK


def test_a_verdict_names_the_rules_their_versions_and_their_reasons() -> None:
    rule = a_rule(ASK, LARGE, FirstOrders(3), number=7)

    verdict = evaluate(ON, [rule], facts(gross="5000.00", orders_before=0))

    assert verdict.matched == (MatchedRule(rule.id, 3, "Rule 7", ("amount_above", "first_orders")),)
    assert verdict.steps == (FINANCE,)


def test_all_rules_that_ask_join_one_flow_in_their_priority() -> None:
    low = a_rule(ASK, number=1, priority=1, steps=(FINANCE,))
    high = a_rule(ASK, number=2, priority=9, steps=(SALES, FINANCE))

    verdict = evaluate(ON, [low, high], facts())

    assert verdict.steps == (SALES, FINANCE)
    assert [matched.name for matched in verdict.matched] == ["Rule 2", "Rule 1"]


def test_the_same_roles_are_asked_once_for_the_largest_quorum() -> None:
    two = RuleStep(frozenset({"finance_manager"}), 2)
    rules = [a_rule(ASK, number=1, steps=(FINANCE, SALES)), a_rule(ASK, number=2, steps=(two,))]

    assert evaluate(ON, rules, facts()).steps == (two, SALES)


def test_a_refusal_wins_over_every_other_rule() -> None:
    rules = [
        a_rule(PASS, number=1, priority=9),
        a_rule(ASK, number=2, priority=5),
        a_rule(REFUSE, number=3, priority=1),
    ]

    verdict = evaluate(ON, rules, facts())

    assert (verdict.action, [matched.name for matched in verdict.matched]) == (REFUSE, ["Rule 3"])


def test_an_auto_approval_silences_the_rules_below_it() -> None:
    rules = [a_rule(PASS, number=1, priority=9), a_rule(ASK, number=2, priority=5)]

    verdict = evaluate(ON, rules, facts())

    assert (verdict.action, [matched.name for matched in verdict.matched]) == (PASS, ["Rule 1"])


def test_an_auto_approval_does_not_silence_the_rules_above_it() -> None:
    rules = [a_rule(PASS, number=1, priority=5), a_rule(ASK, number=2, priority=9)]

    assert evaluate(ON, rules, facts()).action is ASK


def test_a_rule_that_is_switched_off_is_not_asked() -> None:
    assert evaluate(ON, [a_rule(ASK, active=False)], facts()).action is PASS


@pytest.mark.parametrize(
    "switches", [ApprovalSwitches(global_on=False), ApprovalSwitches(dealer_mode=DealerMode.NEVER)]
)
def test_with_the_switch_off_no_rule_is_asked(switches: ApprovalSwitches) -> None:
    assert evaluate(switches, [a_rule(ASK), a_rule(REFUSE)], facts()).action is PASS


def test_the_global_switch_is_above_the_dealers() -> None:
    off = ApprovalSwitches(global_on=False, dealer_mode=DealerMode.ALWAYS, always_steps=(SALES,))

    assert evaluate(off, [], facts()).action is PASS


def test_a_dealer_who_is_always_asked_waits_even_where_a_rule_would_pass() -> None:
    assert evaluate(ALWAYS, [], facts()).steps == (SALES,)
    assert evaluate(ALWAYS, [a_rule(PASS)], facts()).steps == (SALES,)
    assert evaluate(ALWAYS, [a_rule(ASK)], facts()).steps == (FINANCE,)
    assert evaluate(ALWAYS, [a_rule(REFUSE)], facts()).action is REFUSE


def test_a_dealer_cannot_always_be_asked_by_nobody() -> None:
    with pytest.raises(InvalidRule):
        ApprovalSwitches(dealer_mode=DealerMode.ALWAYS)


@pytest.mark.parametrize(
    ("action", "steps"), [(ASK, ()), (ASK, (FINANCE,) * 6), (PASS, (FINANCE,)), (REFUSE, (FINANCE,))]
)
def test_only_a_rule_that_asks_has_steps_and_at_most_five(
    action: RuleAction, steps: tuple[RuleStep, ...]
) -> None:
    with pytest.raises(InvalidRule):
        a_rule(action, steps=steps)


@pytest.mark.parametrize(("roles", "quorum"), [(frozenset[str](), 1), (frozenset({"finance_manager"}), 0)])
def test_a_step_asks_somebody(roles: frozenset[str], quorum: int) -> None:
    with pytest.raises(InvalidStep):
        RuleStep(roles, quorum)


def test_a_rule_set_that_could_leave_an_order_waiting_forever_is_refused() -> None:
    two = RuleStep(frozenset({"finance_manager", "sales_manager"}), 2)
    rules = [a_rule(ASK, CreditUtilisationAbove(lira("80.00").amount), steps=(FINANCE, two))]

    with pytest.raises(StepWithoutApprover) as refused:
        check_rules(rules, {"finance_manager": {ANN}, "sales_manager": {ANN}})

    assert [fault.pointer for fault in refused.value.faults] == ["/rules/0/steps/1"]


def test_a_rule_set_with_enough_people_is_accepted() -> None:
    two = RuleStep(frozenset({"finance_manager", "sales_manager"}), 2)

    check_rules([a_rule(ASK, steps=(two,))], {"finance_manager": {ANN}, "sales_manager": {ANN, BOB}})


def test_a_rule_that_is_switched_off_needs_nobody() -> None:
    check_rules([a_rule(ASK, active=False)], {})


def test_the_one_who_asked_is_no_approver() -> None:
    people = {"finance_manager": {ANN, BOB}}

    assert approvers(FINANCE, people, requested_by=ANN) == {BOB}

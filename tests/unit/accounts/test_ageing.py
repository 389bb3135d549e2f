from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.accounts.ageing import Ageing, AgeingSum, Overdue, age, overdue
from b2b.domain.accounts.open_items import OpenItem, apply_credits
from b2b.domain.shared.ids import EntryId, new_id
from b2b.domain.shared.money import Money
from tests.unit.accounts.builders import TODAY, an_item
from tests.unit.shared.strategies import TRY, amounts, lira

items = st.lists(
    st.builds(
        lambda amount, days: OpenItem.of(EntryId(new_id()), TODAY - timedelta(days=days), amount),
        amounts(),
        st.integers(-60, 400),
    ),
    max_size=25,
)


def aged(*listed: OpenItem) -> Ageing:
    return age(listed, as_of=TODAY, currency=TRY)


def buckets(ageing: Ageing) -> list[Money]:
    return [
        ageing.not_due,
        ageing.d1_30,
        ageing.d31_60,
        ageing.d61_90,
        ageing.d91_120,
        ageing.over_120,
    ]


@given(listed=items)
def test_the_ageing_always_sums_to_the_balance(listed: list[OpenItem]) -> None:
    balance = Money.total((item.amount for item in listed), TRY)

    ageing = aged(*listed)

    assert ageing.total == balance
    assert Money.total([*buckets(ageing), ageing.unapplied_credits], TRY) == balance


@given(listed=items)
def test_there_is_credit_left_only_where_nothing_is_owed(listed: list[OpenItem]) -> None:
    ageing = aged(*listed)

    assert all(not bucket.is_negative for bucket in buckets(ageing))
    assert ageing.unapplied_credits <= lira("0.00")
    assert not (
        ageing.unapplied_credits.minor_units and any(bucket.minor_units for bucket in buckets(ageing))
    )


@given(listed=items, data=st.data())
def test_the_ageing_does_not_depend_on_the_order_of_the_entries(
    listed: list[OpenItem], data: st.DataObject
) -> None:
    assert aged(*data.draw(st.permutations(listed))) == aged(*listed)


@given(listed=items)
def test_what_is_overdue_is_what_the_late_buckets_hold(listed: list[OpenItem]) -> None:
    late = overdue(listed, as_of=TODAY, currency=TRY)

    assert late.amount == Money.total(buckets(aged(*listed))[1:], TRY)
    assert bool(late.oldest_days) == bool(late.amount.minor_units)


@pytest.mark.parametrize(
    ("days", "place"),
    [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (120, 4), (121, 5)],
)
def test_a_debt_stands_in_the_bucket_of_its_days(days: int, place: int) -> None:
    ageing = aged(an_item("10.00", days_overdue=days))

    assert [bucket.minor_units for bucket in buckets(ageing)].index(10_00) == place


def test_a_credit_is_applied_to_the_debt_due_first() -> None:
    ageing = aged(
        an_item("100.00", days_overdue=10, number=1),
        an_item("100.00", days_overdue=200, number=2),
        an_item("-130.00", days_overdue=0, number=3),
    )

    assert (ageing.over_120, ageing.d1_30, ageing.unapplied_credits) == (
        lira("0.00"),
        lira("70.00"),
        lira("0.00"),
    )


def test_a_credit_beyond_all_debts_is_shown_apart() -> None:
    ageing = aged(an_item("100.00", days_overdue=10), an_item("-130.00", days_overdue=0))

    assert (ageing.d1_30, ageing.unapplied_credits, ageing.total) == (
        lira("0.00"),
        lira("-30.00"),
        lira("-30.00"),
    )


def test_an_account_without_entries_owes_nothing() -> None:
    assert aged().total == lira("0.00")
    assert overdue([], as_of=TODAY, currency=TRY) == Overdue(lira("0.00"), 0)


def test_overdue_counts_the_days_of_the_oldest_debt_that_is_still_open() -> None:
    late = overdue(
        [
            an_item("100.00", days_overdue=90, number=1),
            an_item("-100.00", days_overdue=80, number=2),
            an_item("40.00", days_overdue=15, number=3),
            an_item("60.00", days_overdue=0, number=4),
        ],
        as_of=TODAY,
        currency=TRY,
    )

    assert late == Overdue(lira("40.00"), 15)


def test_debts_due_on_the_same_day_are_paid_in_the_order_they_were_entered() -> None:
    applied = apply_credits(
        [
            an_item("50.00", days_overdue=5, number=2),
            an_item("50.00", days_overdue=5, number=1),
            an_item("-60.00", days_overdue=5, number=3),
        ],
        TRY,
    )

    assert [(item.entry_id.int, item.amount) for item in applied.debts] == [(2, lira("40.00"))]


@given(one=items, other=items)
def test_two_accounts_add_up(one: list[OpenItem], other: list[OpenItem]) -> None:
    together = AgeingSum(TODAY, TRY)

    for listed in (one, other):
        together.add(apply_credits(listed, TRY))

    parts = [(*buckets(each), each.unapplied_credits, each.total) for each in (aged(*one), aged(*other))]
    both = together.ageing
    sums = [first + second for first, second in zip(*parts, strict=True)]
    assert [*buckets(both), both.unapplied_credits, both.total] == sums

"""Which entry closes which: what somebody said first, the rest oldest first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.accounts.ageing import age, overdue
from b2b.domain.accounts.errors import ClosesTooMuch, InvalidClosing
from b2b.domain.accounts.open_items import (
    Applied,
    Closing,
    OpenItem,
    apply_credits,
    check_closings,
)
from b2b.domain.shared.ids import EntryId
from b2b.domain.shared.money import Money
from tests.unit.accounts.builders import TODAY
from tests.unit.shared.strategies import TRY, amounts, lira


def paper(name: str, amount: str, *, days_overdue: int = 0) -> OpenItem:
    return OpenItem.of(_id(name), TODAY - timedelta(days=days_overdue), lira(amount), name)


def closing(by: str, document: str, amount: str) -> Closing:
    return Closing(_id(by), document, lira(amount))


def _id(name: str) -> EntryId:
    return EntryId(UUID(bytes=name.encode().rjust(16, b"\0")))


def still_open(applied: Applied) -> dict[str, str]:
    return {item.document: f"{item.amount.amount:f}" for item in (*applied.debts, *applied.credits)}


def test_a_payment_closes_the_invoice_that_it_is_said_to_pay_and_not_the_oldest() -> None:
    items = [
        paper("old", "100.00", days_overdue=90),
        paper("new", "50.00", days_overdue=1),
        paper("pay", "-50.00"),
    ]

    applied = apply_credits(items, TRY, [closing("pay", "new", "50.00")])

    assert still_open(applied) == {"old": "100.00"}
    assert [(each.debt, each.credit, each.chosen) for each in applied.settled] == [
        (_id("new"), _id("pay"), True)
    ]


def test_what_is_left_of_a_payment_goes_to_the_oldest_debt() -> None:
    items = [
        paper("old", "100.00", days_overdue=90),
        paper("new", "50.00", days_overdue=1),
        paper("pay", "-90.00"),
    ]

    applied = apply_credits(items, TRY, [closing("pay", "new", "30.00")])

    assert still_open(applied) == {"old": "40.00", "new": "20.00"}
    assert [each.chosen for each in applied.settled] == [True, False]


def test_a_debit_may_close_a_credit() -> None:
    items = [
        paper("advance", "-100.00", days_overdue=30),
        paper("early", "60.00", days_overdue=20),
        paper("refund", "100.00"),
    ]

    applied = apply_credits(items, TRY, [closing("refund", "advance", "100.00")])

    assert still_open(applied) == {"early": "60.00"}


def test_what_both_sides_say_of_each_other_counts_once() -> None:
    items = [paper("bill", "100.00", days_overdue=5), paper("pay", "-100.00"), paper("older", "30.00")]
    said = [closing("pay", "bill", "40.00"), closing("bill", "pay", "40.00")]

    applied = apply_credits(items, TRY, said)

    assert sum(each.amount.minor_units for each in applied.settled if each.chosen) == 40_00


def test_more_than_is_open_is_closed_only_as_far_as_it_is() -> None:
    items = [paper("bill", "60.00"), paper("one", "-50.00", days_overdue=2), paper("two", "-50.00")]
    said = [closing("two", "bill", "50.00"), closing("one", "bill", "50.00")]

    applied = apply_credits(items, TRY, said)

    assert still_open(applied) == {"two": "-40.00"}


def test_a_closing_waits_for_its_paper_and_ends_with_it() -> None:
    items = [paper("old", "100.00", days_overdue=9), paper("pay", "-50.00")]
    said = [closing("pay", "coming", "50.00"), closing("gone", "old", "50.00")]

    without = apply_credits(items, TRY, said)
    with_it = apply_credits([*items, paper("coming", "70.00")], TRY, said)

    assert still_open(without) == {"old": "50.00"}
    assert still_open(with_it) == {"old": "100.00", "coming": "20.00"}


def test_two_debts_do_not_close_each_other() -> None:
    items = [paper("one", "10.00"), paper("two", "10.00")]

    assert still_open(apply_credits(items, TRY, [closing("one", "two", "10.00")])) == {
        "one": "10.00",
        "two": "10.00",
    }


def test_what_was_said_decides_what_is_overdue() -> None:
    items = [
        paper("old", "100.00", days_overdue=90),
        paper("new", "100.00", days_overdue=-10),
        paper("pay", "-100.00"),
    ]
    said = [closing("pay", "new", "100.00")]

    late = overdue(items, as_of=TODAY, currency=TRY, closings=said)
    aged = age(items, as_of=TODAY, currency=TRY, closings=said)

    assert (late.amount, late.oldest_days) == (lira("100.00"), 90)
    assert (aged.d61_90, aged.not_due, aged.total) == (lira("100.00"), lira("0.00"), lira("100.00"))


@pytest.mark.parametrize(
    ("closed", "error"),
    [
        ([("a", "60.00"), ("b", "40.01")], ClosesTooMuch),
        ([("a", "10.00"), ("a", "10.00")], InvalidClosing),
        ([("a", "0.00")], InvalidClosing),
        ([("a", "-5.00")], InvalidClosing),
        ([("me", "5.00")], InvalidClosing),
    ],
)
def test_an_entry_closes_others_once_and_no_more_than_it_has(
    closed: Sequence[tuple[str, str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        check_closings(lira("-100.00"), "me", [(name, lira(amount)) for name, amount in closed])


def test_an_entry_may_close_all_that_it_has() -> None:
    check_closings(lira("-100.00"), "me", [("a", lira("60.00")), ("b", lira("40.00"))])
    check_closings(lira("100.00"), "me", [])


NAMES = "abcdefgh"


@dataclass(frozen=True)
class Ledger:
    items: list[OpenItem]
    closings: list[Closing]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Closings may name what is not there, take too much, or contradict each other."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=len(NAMES)))
    items = [
        OpenItem.of(
            _id(name),
            TODAY - timedelta(days=draw(st.integers(-5, 5))),
            draw(amounts(least=-50_00, most=50_00)),
            name,
        )
        for name in names
    ]
    name = st.sampled_from(NAMES)
    said = st.builds(
        lambda by, document, amount: Closing(_id(by), document, amount),
        name,
        name,
        amounts(least=1, most=60_00),
    )
    return Ledger(items, draw(st.lists(said, max_size=10)))


@given(ledger=ledgers())
def test_what_is_open_is_the_balance_and_nothing_is_closed_beyond_what_it_had(ledger: Ledger) -> None:
    applied = apply_credits(ledger.items, TRY, ledger.closings)

    balance = Money.total((item.amount for item in ledger.items), TRY)
    left = Money.total((item.amount for item in (*applied.debts, *applied.credits)), TRY)
    assert left == balance
    assert not (applied.debts and applied.credits)
    closed: dict[EntryId, int] = defaultdict(int)
    for each in applied.settled:
        assert each.amount > lira("0.00")
        closed[each.debt] += each.amount.minor_units
        closed[each.credit] += each.amount.minor_units
    open_ = {item.entry_id: abs(item.minor_units) for item in (*applied.debts, *applied.credits)}
    for item in ledger.items:
        units = abs(item.amount.minor_units)
        rest = open_.get(item.entry_id, 0)
        assert rest >= 0
        assert closed[item.entry_id] + rest == units


@given(ledger=ledgers(), data=st.data())
def test_the_order_in_which_entries_and_closings_come_changes_nothing(
    ledger: Ledger, data: st.DataObject
) -> None:
    items = data.draw(st.permutations(ledger.items))
    closings = data.draw(st.permutations(ledger.closings))

    assert apply_credits(items, TRY, closings) == apply_credits(ledger.items, TRY, ledger.closings)


@given(ledger=ledgers())
def test_no_more_is_closed_by_choice_than_was_said(ledger: Ledger) -> None:
    names = {item.document: item.entry_id for item in ledger.items}
    said: dict[frozenset[EntryId], int] = defaultdict(int)
    for each in ledger.closings:
        if each.document in names:
            pair = frozenset((each.by, names[each.document]))
            said[pair] = max(said[pair], each.amount.minor_units)

    for settled in apply_credits(ledger.items, TRY, ledger.closings).settled:
        if settled.chosen:
            assert settled.amount.minor_units <= said[frozenset((settled.debt, settled.credit))]

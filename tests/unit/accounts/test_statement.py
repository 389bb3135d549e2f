from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.accounts.errors import InvalidPeriod
from b2b.domain.accounts.journal import invoice_entry, opening_entry, payment_entry
from b2b.domain.accounts.statement import Movement, Period, statement
from b2b.domain.shared.money import Money
from tests.unit.accounts.builders import TODAY, a_head
from tests.unit.shared.strategies import TRY, amounts, lira

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def a_movement(amount: Money, dated: date) -> Movement:
    return Movement.of(opening_entry(a_head(dated=dated), amount=amount))


movements = st.lists(
    st.builds(
        a_movement,
        amounts().filter(lambda amount: amount.minor_units != 0),
        st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days)),
    ),
    max_size=20,
)


@given(listed=movements, carried=amounts())
def test_closing_is_opening_and_the_sum_of_the_lines(listed: list[Movement], carried: Money) -> None:
    done = statement(listed, period=MARCH, carried=carried)

    assert done.closing == done.opening + Money.total((line.movement.amount for line in done.lines), TRY)
    assert done.closing == done.opening + done.debits - done.credits
    assert done.closing == (done.lines[-1].balance if done.lines else done.opening)


@given(listed=movements, carried=amounts(), split=st.integers(0, 29))
def test_the_closing_of_one_period_opens_the_next(listed: list[Movement], carried: Money, split: int) -> None:
    middle = MARCH.first + timedelta(days=split)

    first = statement(listed, period=Period(MARCH.first, middle), carried=carried)
    second = statement(listed, period=Period(middle + timedelta(days=1), MARCH.last), carried=carried)

    whole = statement(listed, period=MARCH, carried=carried)
    assert first.closing == second.opening
    assert (*first.lines, *second.lines) == whole.lines


@given(listed=movements, data=st.data())
def test_a_statement_does_not_depend_on_the_order_of_the_entries(
    listed: list[Movement], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(listed))

    assert statement(shuffled, period=MARCH, carried=lira("0.00")) == statement(
        listed, period=MARCH, carried=lira("0.00")
    )


def test_a_statement_shows_debit_credit_and_the_running_balance() -> None:
    entries = [
        opening_entry(a_head("DVR-1", dated=date(2026, 1, 1)), amount=lira("500.00")),
        invoice_entry(a_head("FTR-1", dated=date(2026, 3, 1)), net=lira("100.00"), tax=lira("20.00")),
        payment_entry(a_head("TAH-1", dated=date(2026, 3, 31)), amount=lira("300.00")),
        payment_entry(a_head("TAH-2", dated=date(2026, 4, 1)), amount=lira("320.00")),
    ]

    done = statement(map(Movement.of, entries), period=MARCH, carried=lira("0.00"))

    assert (done.opening, done.closing) == (lira("500.00"), lira("320.00"))
    assert [
        (line.movement.document_number, line.debit, line.credit, line.balance) for line in done.lines
    ] == [
        ("FTR-1", lira("120.00"), lira("0.00"), lira("620.00")),
        ("TAH-1", lira("0.00"), lira("300.00"), lira("320.00")),
    ]


def test_a_statement_may_start_from_a_balance_carried_over() -> None:
    entry = payment_entry(a_head(dated=date(2026, 3, 2)), amount=lira("300.00"))

    done = statement([Movement.of(entry)], period=MARCH, carried=lira("500.00"))

    assert (done.opening, done.closing) == (lira("500.00"), lira("200.00"))


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidPeriod):
        Period(MARCH.last, MARCH.first)

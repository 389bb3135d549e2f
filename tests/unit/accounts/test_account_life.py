"""Any sequence of holds, releases, invoices and payments keeps the account's figures those of a plain sum."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from b2b.domain.accounts.account import CreditHold
from b2b.domain.accounts.errors import AccountIsPrepaid, CreditExceeded, HoldNotOpen, HoldTooSmall
from b2b.domain.accounts.journal import adjustment_entry, invoice_entry, payment_entry
from b2b.domain.shared.ids import HoldId
from b2b.domain.shared.money import Money
from tests.unit.accounts.builders import NOW, a_head, an_account, an_order_id
from tests.unit.shared.strategies import TRY

minor_units = st.integers(1, 120_00)


def kurus(units: int) -> Money:
    return Money.from_minor(units, TRY)


class AccountLife(RuleBasedStateMachine):
    """The model counts in whole kuruş: a limit, a debt, and what each hold still has."""

    open_holds = Bundle("open_holds")
    ended_holds = Bundle("ended_holds")

    def __init__(self) -> None:
        super().__init__()
        self.account = an_account(limit="300.00")
        self.limit = 300_00
        self.debt = 0
        self.holds = dict[HoldId, int]()

    @property
    def free(self) -> int:
        return self.limit - self.debt - sum(self.holds.values())

    @rule(target=open_holds, units=minor_units)
    def hold(self, units: int) -> object:
        refusal = AccountIsPrepaid if self.limit == 0 else CreditExceeded
        if self.limit == 0 or units > self.free:
            with pytest.raises(refusal):
                self._hold(units)
            return multiple()
        hold = self._hold(units)
        self.holds[hold.id] = units
        return hold

    @rule(target=ended_holds, hold=consumes(open_holds))
    def release(self, hold: CreditHold) -> CreditHold:
        assert self.account.release(hold) == kurus(self.holds.pop(hold.id))
        return hold

    @rule(target=ended_holds, hold=consumes(open_holds), freight=st.integers(0, 10_00))
    def invoice(self, hold: CreditHold, freight: int) -> CreditHold:
        held = self.holds.pop(hold.id)
        assert self.account.convert(hold, kurus(held + freight)) == kurus(held)
        self.account.post(invoice_entry(a_head(), net=kurus(held), tax=kurus(freight)))
        self.debt += held + freight
        return hold

    @rule(hold=open_holds, units=minor_units)
    def release_a_part(self, hold: CreditHold, units: int) -> None:
        held = self.holds[hold.id]
        if units > held:
            with pytest.raises(HoldTooSmall):
                self.account.release(hold, kurus(units))
        elif units < held:
            self.account.release(hold, kurus(units))
            self.holds[hold.id] -= units

    @rule(hold=ended_holds)
    def end_again(self, hold: CreditHold) -> None:
        with pytest.raises(HoldNotOpen):
            self.account.release(hold)
        with pytest.raises(HoldNotOpen):
            self.account.convert(hold)

    @rule(units=minor_units)
    def pay(self, units: int) -> None:
        self.account.post(payment_entry(a_head("TAH-1"), amount=kurus(units)))
        self.debt -= units

    @rule(units=minor_units)
    def correct_and_reverse(self, units: int) -> None:
        wrong = adjustment_entry(a_head("DZL-1"), amount=kurus(units))
        self.account.post(wrong)
        self.account.post(wrong.reversed(id=a_head().id, on=NOW.date(), occurred_at=NOW))

    @rule(limit=st.sampled_from([0, 50_00, 300_00, 1_000_00]))
    def change_limit(self, limit: int) -> None:
        self.account.change_limit(kurus(limit))
        self.limit = limit

    @invariant()
    def the_figures_are_the_models(self) -> None:
        assert self.account.balance == kurus(self.debt)
        assert self.account.held == kurus(sum(self.holds.values()))
        assert self.account.free_credit == kurus(self.free)

    def _hold(self, units: int) -> CreditHold:
        return self.account.hold(order_id=an_order_id(), amount=kurus(units), at=NOW, expires_at=None)


TestAccountLife = AccountLife.TestCase
TestAccountLife.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)

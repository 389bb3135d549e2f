"""Any sequence of steps keeps an order where a small model, written out here, says it is."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from b2b.domain.ordering.errors import OrderStepRefused
from b2b.domain.ordering.states import SubmitOutcome
from b2b.domain.shared.money import Money
from tests.unit.ordering.builders import APPROVER, BUYER, NOW, a_draft, a_line
from tests.unit.shared.strategies import TRY

QUANTITIES = (6, 3)
UNFINISHED = ("draft", "pending_approval", "approved", "partially_approved", "processing", "on_hold")
AMENDABLE = ("approved", "partially_approved", "processing", "on_hold", "partially_shipped")
SENT_TO_ERP = (
    "approved",
    "partially_approved",
    "processing",
    "on_hold",
    "partially_shipped",
    "shipped",
    "delivered",
    "completed",
)


class OrderLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.order = a_draft()
        self.status = "draft"
        self.held_from = ""
        self.outstanding: list[int] = []
        self.shipped: list[int] = []
        self.steps = 1
        self.refused = Money.zero(TRY)
        self.freed = Money.zero(TRY)

    @initialize(allocated=st.integers(0, 3), backordered=st.integers(0, 3))
    def place(self, allocated: int, backordered: int) -> None:
        self.order = a_draft(
            a_line(quantity=QUANTITIES[0], allocated=allocated, backordered=backordered),
            a_line(quantity=QUANTITIES[1], unit_price="0.0375", tax_percent=10),
        )
        self.outstanding = list(QUANTITIES)
        self.shipped = [0, 0]
        self.placed = self.order.gross

    @rule()
    def submit_to_approval(self) -> None:
        self._expect(
            {"draft": "pending_approval"},
            lambda: self.order.submit(SubmitOutcome.NEEDS_APPROVAL, by=BUYER, at=NOW),
        )

    @rule()
    def submit_and_pass(self) -> None:
        self._expect(
            {"draft": "approved"}, lambda: self.order.submit(SubmitOutcome.APPROVED, by=BUYER, at=NOW)
        )

    @rule()
    def submit_and_fail(self) -> None:
        if self._expect(
            {"draft": "rejected"},
            lambda: self.order.submit(SubmitOutcome.REJECTED, by=BUYER, at=NOW, reason="A rule."),
        ):
            self.outstanding = [0, 0]

    @rule()
    def approve(self) -> None:
        self._expect({"pending_approval": "approved"}, lambda: self.order.approve(by=APPROVER, at=NOW))

    @rule(kept=st.integers(1, QUANTITIES[0] - 1), second=st.integers(0, QUANTITIES[1]))
    def approve_in_part(self, kept: int, second: int) -> None:
        cut = dict(zip((line.id for line in self.order.lines), (kept, second), strict=True))
        if self._expect(
            {"pending_approval": "partially_approved"},
            lambda: self.order.approve(by=APPROVER, at=NOW, lines=cut),
        ):
            self.outstanding = [kept, second]
            self.refused = self.placed - self.order.gross

    @rule()
    def reject(self) -> None:
        if self._expect(
            {"pending_approval": "rejected"}, lambda: self.order.reject("No.", by=APPROVER, at=NOW)
        ):
            self.outstanding = [0, 0]

    @rule()
    def start_processing(self) -> None:
        self._expect(
            {"approved": "processing", "partially_approved": "processing"},
            lambda: self.order.start_processing(by=None, at=NOW),
        )

    @rule(place=st.integers(0, 1), wanted=st.integers(1, 6))
    def ship_a_part(self, place: int, wanted: int) -> None:
        quantity = min(wanted, self.outstanding[place]) or 1
        left = sum(self.outstanding) - quantity
        goal = "partially_shipped" if left else "shipped"
        if not self.outstanding[place] and self.status in {"processing", "partially_shipped"}:
            return
        if self._expect(
            {"processing": goal, "partially_shipped": goal},
            lambda: self.order.ship({self.order.lines[place].id: quantity}, by=None, at=NOW),
        ):
            self.outstanding[place] -= quantity
            self.shipped[place] += quantity

    @rule()
    def ship_the_rest(self) -> None:
        if self._expect(
            {"processing": "shipped", "partially_shipped": "shipped"},
            lambda: self.order.ship(by=None, at=NOW),
        ):
            self.shipped = [done + left for done, left in zip(self.shipped, self.outstanding, strict=True)]
            self.outstanding = [0, 0]

    @rule(place=st.integers(0, 1), wanted=st.integers(0, 6))
    def amend(self, place: int, wanted: int) -> None:
        line = self.order.lines[place]
        left = max(0, min(wanted - self.shipped[place], self.outstanding[place] - 1))
        if not self.outstanding[place] and self.status in AMENDABLE:
            return
        before = self.order.gross
        rest = left + self.outstanding[1 - place]
        goal, steps = ("", 1) if rest else ("shipped", 2) if any(self.shipped) else ("cancelled", 1)
        amendment = None

        def step() -> None:
            nonlocal amendment
            amendment = self.order.amend({line.id: left + self.shipped[place]}, "No stock.", by=None, at=NOW)

        if self._expect({status: goal or status for status in AMENDABLE}, step, steps=steps):
            assert amendment is not None
            self.freed += amendment.released.amount
            assert amendment.gross_before == before
            assert amendment.gross_after == (before - amendment.released.amount)
            self.outstanding[place] = left

    @rule()
    def deliver(self) -> None:
        self._expect({"shipped": "delivered"}, lambda: self.order.deliver(by=None, at=NOW))

    @rule()
    def complete(self) -> None:
        self._expect({"delivered": "completed"}, lambda: self.order.complete(by=None, at=NOW))

    @rule()
    def hold(self) -> None:
        interrupted = self.status
        if self._expect(
            {"approved": "on_hold", "partially_approved": "on_hold", "processing": "on_hold"},
            lambda: self.order.hold("A question.", by=APPROVER, at=NOW),
        ):
            self.held_from = interrupted

    @rule()
    def resume(self) -> None:
        self._expect({"on_hold": self.held_from}, lambda: self.order.resume(by=APPROVER, at=NOW))

    @rule()
    def cancel(self) -> None:
        if self._expect(
            dict.fromkeys(UNFINISHED, "cancelled"),
            lambda: self.order.cancel("No longer needed.", by=BUYER, at=NOW),
        ):
            self.outstanding = [0, 0]

    @rule()
    def record_erp_reference(self) -> None:
        if self.status in SENT_TO_ERP:
            self.order.record_erp_reference("SO-1", at=NOW)
        else:
            with pytest.raises(OrderStepRefused):
                self.order.record_erp_reference("SO-1", at=NOW)

    @invariant()
    def the_order_is_where_the_model_is(self) -> None:
        assert self.order.status == self.status
        assert self.order.sequence == self.steps == len(self.order.history)

    @invariant()
    def the_counters_add_up(self) -> None:
        for line, outstanding, shipped in zip(self.order.lines, self.outstanding, self.shipped, strict=False):
            counters = (line.backordered_quantity, line.allocated_quantity, line.open_quantity)
            assert min(counters) >= 0
            assert sum(counters) == outstanding
            assert line.shipped_quantity == shipped
            assert line.cancelled_quantity == line.quantity.value - outstanding - shipped

    @invariant()
    def the_lines_add_up_to_the_order(self) -> None:
        totals = self.order.totals
        assert (self.order.net, self.order.tax, self.order.gross) == (totals.net, totals.tax, totals.gross)

    @invariant()
    def what_amendments_freed_is_what_the_order_lost(self) -> None:
        cut = [line for line in self.order.lines if line.cancelled_quantity]
        if self.status in {"cancelled", "rejected"} or not cut:
            return
        assert self.order.gross + self.freed + self.refused == self.placed

    @invariant()
    def the_history_is_one_walk(self) -> None:
        history = self.order.history
        assert history[-1].to_status == self.order.status
        walked = [change.to_status for change in history[:-1]]
        assert [change.from_status for change in history[1:]] == walked

    def _expect(self, goals: Mapping[str, str], step: Callable[[], object], *, steps: int = 1) -> bool:
        if self.status not in goals:
            before = self.order.content_hash
            with pytest.raises(OrderStepRefused):
                step()
            assert self.order.content_hash == before
            return False
        step()
        self.status = goals[self.status]
        self.steps += steps
        return True


TestOrderLife = OrderLife.TestCase
TestOrderLife.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)

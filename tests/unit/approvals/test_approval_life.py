"""Any sequence of decisions keeps an approval where a small model, written out here, says it is."""

from contextlib import AbstractContextManager, nullcontext

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from b2b.domain.approvals.errors import (
    ApprovalAlreadyDecided,
    ApprovalBySelf,
    ApprovalGivenTwice,
    ApprovalOutdated,
    ApproverHasNoPart,
)
from b2b.domain.approvals.rules import RuleStep
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import UserId, new_id
from tests.unit.approvals.builders import HASH, NOW, REQUESTER, an_approval

ROLES = ("finance", "sales")
PEOPLE = (REQUESTER, *(UserId(new_id()) for _ in range(3)))

steps = st.lists(
    st.tuples(st.frozensets(st.sampled_from(ROLES), min_size=1), st.integers(1, 2)), min_size=1, max_size=3
)


class ApprovalLife(RuleBasedStateMachine):
    """The model keeps, for each step, the set of people who approved it."""

    def __init__(self) -> None:
        super().__init__()
        self.approval = an_approval()
        self.state = "waiting"
        self.steps: list[tuple[frozenset[str], int]] = []
        self.given: list[set[UserId]] = []

    @initialize(asked=steps)
    def request(self, asked: list[tuple[frozenset[str], int]]) -> None:
        self.approval = an_approval(*(RuleStep(roles, quorum) for roles, quorum in asked))
        self.steps = asked
        self.given = [set() for _ in asked]

    @property
    def present(self) -> int:
        """The first step short of its quorum."""
        short = (place for place, (_, quorum) in enumerate(self.steps) if len(self.given[place]) < quorum)
        return next(short, len(self.steps) - 1)

    @rule(
        person=st.sampled_from(PEOPLE),
        role=st.sampled_from(ROLES),
        content_hash=st.sampled_from([HASH] * 5 + ["b" * 64]),
    )
    def approve(self, person: UserId, role: str, content_hash: str) -> None:
        refusal = self._refusal(person, role, content_hash)
        with _expected(refusal):
            self.approval.approve(by=person, roles={role}, content_hash=content_hash, at=NOW)
        if refusal:
            return
        self.given[self.present].add(person)
        if all(len(people) == quorum for people, (_, quorum) in zip(self.given, self.steps, strict=True)):
            self.state = "approved"

    @rule(person=st.sampled_from(PEOPLE), role=st.sampled_from(ROLES))
    def reject(self, person: UserId, role: str) -> None:
        refusal = self._refusal(person, role, HASH)
        with _expected(refusal):
            self.approval.reject(by=person, roles={role}, content_hash=HASH, at=NOW, reason="No.")
        if not refusal:
            self.state = "rejected"

    @rule()
    def void(self) -> None:
        void = self.state in {"waiting", "approved"}
        with _expected(None if void else ApprovalAlreadyDecided):
            self.approval.void("The order changed.", at=NOW)
        self.state = "void" if void else self.state

    @invariant()
    def the_approval_is_where_the_model_is(self) -> None:
        assert self.approval.state == self.state
        assert (self.approval.decided_at is None) == (self.state == "waiting")
        if self.state == "waiting" and self.steps:
            assert self.approval.current_step == self.present

    @invariant()
    def the_requester_decided_nothing_and_nobody_twice(self) -> None:
        decided = [(decision.step, decision.decided_by) for decision in self.approval.decisions]
        assert len(set(decided)) == len(decided)
        assert REQUESTER not in {person for _, person in decided}

    def _refusal(self, person: UserId, role: str, content_hash: str) -> type[DomainError] | None:
        checks = (
            (self.state != "waiting", ApprovalAlreadyDecided),
            (person == REQUESTER, ApprovalBySelf),
            (role not in self.steps[self.present][0], ApproverHasNoPart),
            (content_hash != HASH, ApprovalOutdated),
            (person in self.given[self.present], ApprovalGivenTwice),
        )
        return next((refusal for holds, refusal in checks if holds), None)


def _expected(refusal: type[DomainError] | None) -> AbstractContextManager[object]:
    return pytest.raises(refusal) if refusal else nullcontext()


TestApprovalLife = ApprovalLife.TestCase
TestApprovalLife.settings = settings(max_examples=200, stateful_step_count=20, deadline=None)

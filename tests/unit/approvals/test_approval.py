import pytest

from b2b.domain.approvals.approval import Approval, ApprovalState, DecisionVerdict
from b2b.domain.approvals.errors import (
    ApprovalAlreadyDecided,
    ApprovalBySelf,
    ApprovalGivenTwice,
    ApprovalOutdated,
    ApprovalReasonMissing,
    ApprovalWithoutSteps,
    ApproverHasNoPart,
)
from b2b.domain.approvals.events import ApprovalGranted, ApprovalRefused, ApprovalRequested, ApprovalVoided
from b2b.domain.approvals.rules import RuleAction, RuleStep, Verdict
from b2b.domain.shared.errors import Forbidden
from b2b.domain.shared.ids import ApprovalId, OrderId, UserId, new_id
from tests.unit.approvals.builders import FINANCE, HASH, NOW, REQUESTER, SALES, an_approval, facts
from tests.unit.shared.strategies import lira

ANN, BOB = UserId(new_id()), UserId(new_id())
FINANCE_ROLE = {"finance_manager"}
SALES_ROLE = {"sales_manager"}


def test_a_requested_approval_waits_and_tells_whose_turn_it_is() -> None:
    approval = an_approval(SALES, FINANCE)

    (event,) = approval.pull_events()
    assert (approval.state, approval.step, approval.amount) == (ApprovalState.WAITING, SALES, lira("1200.00"))
    assert isinstance(event, ApprovalRequested)
    assert event.roles == ("sales_manager",)


def test_an_approval_without_steps_cannot_be_asked_for() -> None:
    with pytest.raises(ApprovalWithoutSteps):
        Approval.request(
            Verdict(RuleAction.AUTO_APPROVE),
            facts(),
            id=ApprovalId(new_id()),
            order_id=OrderId(new_id()),
            requested_by=REQUESTER,
            content_hash=HASH,
            at=NOW,
        )


def test_one_approver_is_enough_for_a_step_of_one() -> None:
    approval = an_approval(FINANCE)
    approval.pull_events()

    approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW, note="Known dealer.")

    (decision,) = approval.decisions
    assert (approval.state, approval.decided_at) == (ApprovalState.APPROVED, NOW)
    assert (decision.decided_by, decision.verdict, decision.note) == (
        ANN,
        DecisionVerdict.APPROVED,
        "Known dealer.",
    )
    assert [type(event) for event in approval.pull_events()] == [ApprovalGranted]


def test_steps_are_taken_in_their_order() -> None:
    approval = an_approval(SALES, FINANCE)

    with pytest.raises(ApproverHasNoPart):
        approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)
    approval.approve(by=BOB, roles=SALES_ROLE, content_hash=HASH, at=NOW)
    assert (approval.state, approval.step) == (ApprovalState.WAITING, FINANCE)
    approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)

    assert approval.state is ApprovalState.APPROVED


def test_a_person_with_both_roles_decides_in_both_steps() -> None:
    approval = an_approval(SALES, FINANCE)

    approval.approve(by=ANN, roles=FINANCE_ROLE | SALES_ROLE, content_hash=HASH, at=NOW)
    approval.approve(by=ANN, roles=FINANCE_ROLE | SALES_ROLE, content_hash=HASH, at=NOW)

    assert approval.state is ApprovalState.APPROVED


def test_a_quorum_is_of_different_people() -> None:
    approval = an_approval(RuleStep(frozenset(FINANCE_ROLE), 2))
    approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)

    with pytest.raises(ApprovalGivenTwice):
        approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)
    assert len(approval.decisions) == 1
    approval.approve(by=BOB, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)

    assert approval.state is ApprovalState.APPROVED


def test_nobody_approves_or_rejects_their_own_request() -> None:
    approval = an_approval(FINANCE)

    with pytest.raises(ApprovalBySelf) as refused:
        approval.approve(by=REQUESTER, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)
    with pytest.raises(ApprovalBySelf):
        approval.reject(by=REQUESTER, roles=FINANCE_ROLE, content_hash=HASH, at=NOW, reason="No.")

    assert isinstance(refused.value, Forbidden)
    assert (approval.state, approval.decisions) == (ApprovalState.WAITING, ())


def test_one_rejection_ends_it() -> None:
    approval = an_approval(RuleStep(frozenset(FINANCE_ROLE), 2))
    approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)
    approval.pull_events()

    approval.reject(by=BOB, roles=FINANCE_ROLE, content_hash=HASH, at=NOW, reason=" Overdue. ")

    (event,) = approval.pull_events()
    assert approval.state is ApprovalState.REJECTED
    assert isinstance(event, ApprovalRefused)
    assert (event.by, event.reason) == (BOB, "Overdue.")


def test_a_rejection_says_why() -> None:
    approval = an_approval()

    with pytest.raises(ApprovalReasonMissing):
        approval.reject(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW, reason=" ")

    assert (approval.state, approval.decisions) == (ApprovalState.WAITING, ())


def test_a_decision_on_what_the_order_no_longer_is_is_refused() -> None:
    approval = an_approval()

    with pytest.raises(ApprovalOutdated):
        approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash="b" * 64, at=NOW)

    assert approval.state is ApprovalState.WAITING


def test_a_second_decision_is_refused() -> None:
    approval = an_approval()
    approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)

    with pytest.raises(ApprovalAlreadyDecided):
        approval.approve(by=BOB, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)
    with pytest.raises(ApprovalAlreadyDecided):
        approval.reject(by=BOB, roles=FINANCE_ROLE, content_hash=HASH, at=NOW, reason="No.")

    assert len(approval.decisions) == 1


def test_a_change_of_the_order_voids_even_a_given_approval() -> None:
    approval = an_approval()
    approval.approve(by=ANN, roles=FINANCE_ROLE, content_hash=HASH, at=NOW)
    approval.pull_events()

    approval.void("The order changed.", at=NOW)

    assert approval.state is ApprovalState.VOID
    assert [type(event) for event in approval.pull_events()] == [ApprovalVoided]
    with pytest.raises(ApprovalAlreadyDecided):
        approval.void("The order changed.", at=NOW)

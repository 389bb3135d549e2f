"""The approval aggregate: one order's way through the people who must agree to it."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from b2b.domain.approvals.conditions import OrderFacts
from b2b.domain.approvals.errors import (
    ApprovalAlreadyDecided,
    ApprovalBySelf,
    ApprovalGivenTwice,
    ApprovalOutdated,
    ApprovalReasonMissing,
    ApprovalWithoutSteps,
    ApproverHasNoPart,
)
from b2b.domain.approvals.events import (
    ApprovalGranted,
    ApprovalRefused,
    ApprovalRequested,
    ApprovalVoided,
    EventFacts,
)
from b2b.domain.approvals.rules import MatchedRule, RuleStep, Verdict
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import ApprovalId, CustomerId, OrderId, UserId, new_id
from b2b.domain.shared.money import Money


class ApprovalState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"


class DecisionVerdict(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(eq=False, kw_only=True)
class Decision:
    """What one person said in one step; `step` counts from zero."""

    id: UUID
    approval_id: ApprovalId
    customer_id: CustomerId
    step: int
    decided_by: UserId
    verdict: DecisionVerdict
    note: str | None
    at: datetime


@dataclass(eq=False, repr=False, kw_only=True)
class Approval(AggregateRoot):
    """One order's approval.

    - Its steps are taken in order, each by its quorum of people who have one of the step's roles.
    - One person decides once in each step; the one who asked decides in none. One rejection ends it.
    - It is for the content it was asked for: a decision names the hash of what the approver saw.
    - `requested_by` is the one who acted: the representative, where one ordered on a dealer's behalf.
    """

    id: ApprovalId
    order_id: OrderId
    customer_id: CustomerId
    requested_by: UserId
    content_hash: str
    amount: Money
    steps: tuple[RuleStep, ...]
    matched: tuple[MatchedRule, ...]
    facts: OrderFacts
    requested_at: datetime
    current_step: int = 0
    state: ApprovalState = ApprovalState.WAITING
    decided_at: datetime | None = None
    version: int = 1
    _decisions: list[Decision] = field(default_factory=list)

    @classmethod
    def request(
        cls,
        verdict: Verdict,
        facts: OrderFacts,
        *,
        id: ApprovalId,
        order_id: OrderId,
        requested_by: UserId,
        content_hash: str,
        at: datetime,
    ) -> Self:
        if not verdict.steps:
            raise ApprovalWithoutSteps(order_id=order_id)
        approval = cls(
            id=id,
            order_id=order_id,
            customer_id=facts.customer_id,
            requested_by=requested_by,
            content_hash=content_hash,
            amount=facts.gross,
            steps=verdict.steps,
            matched=verdict.matched,
            facts=facts,
            requested_at=at,
        )
        roles = tuple(sorted(approval.step.roles))
        approval._record(ApprovalRequested(**approval._facts(at), roles=roles))
        return approval

    @property
    def step(self) -> RuleStep:
        """The step that waits, or the last one reached."""
        return self.steps[self.current_step]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(sorted(self._decisions, key=lambda decision: (decision.step, decision.at)))

    def approve(
        self, *, by: UserId, roles: Set[str], content_hash: str, at: datetime, note: str | None = None
    ) -> None:
        """The quorum of the last step approves the whole: then `state` is `APPROVED`."""
        self._may_decide(by, roles, content_hash)
        self._decide(DecisionVerdict.APPROVED, by, note, at)
        if len(self._deciders()) < self.step.quorum:
            return
        if self.current_step + 1 < len(self.steps):
            self.current_step += 1
            return
        self.state = ApprovalState.APPROVED
        self.decided_at = at
        self._record(ApprovalGranted(**self._facts(at), by=by))

    def reject(self, *, by: UserId, roles: Set[str], content_hash: str, at: datetime, reason: str) -> None:
        self._may_decide(by, roles, content_hash)
        reason = reason.strip()
        if not reason:
            raise ApprovalReasonMissing(approval_id=self.id)
        self._decide(DecisionVerdict.REJECTED, by, reason, at)
        self.state = ApprovalState.REJECTED
        self.decided_at = at
        self._record(ApprovalRefused(**self._facts(at), by=by, reason=reason))

    def void(self, reason: str, *, at: datetime) -> None:
        """Waiting or given, it no longer counts: the order changed or went away, or its dealer did."""
        if self.state not in {ApprovalState.WAITING, ApprovalState.APPROVED}:
            raise ApprovalAlreadyDecided(approval_id=self.id, state=self.state.value)
        self.state = ApprovalState.VOID
        self.decided_at = at
        self._record(ApprovalVoided(**self._facts(at), reason=reason))

    def _may_decide(self, by: UserId, roles: Set[str], content_hash: str) -> None:
        if self.state is not ApprovalState.WAITING:
            raise ApprovalAlreadyDecided(approval_id=self.id, state=self.state.value)
        if by == self.requested_by:
            raise ApprovalBySelf(approval_id=self.id)
        if not self.step.roles & roles:
            raise ApproverHasNoPart(approval_id=self.id, roles=sorted(self.step.roles))
        if content_hash != self.content_hash:
            raise ApprovalOutdated(approval_id=self.id)
        if by in self._deciders():
            raise ApprovalGivenTwice(approval_id=self.id, step=self.current_step)

    def _deciders(self) -> set[UserId]:
        return {each.decided_by for each in self._decisions if each.step == self.current_step}

    def _decide(self, verdict: DecisionVerdict, by: UserId, note: str | None, at: datetime) -> None:
        self._decisions.append(
            Decision(
                id=new_id(),
                approval_id=self.id,
                customer_id=self.customer_id,
                step=self.current_step,
                decided_by=by,
                verdict=verdict,
                note=note,
                at=at,
            )
        )

    def _facts(self, at: datetime) -> EventFacts:
        return EventFacts(approval_id=self.id, order_id=self.order_id, customer_id=self.customer_id, at=at)

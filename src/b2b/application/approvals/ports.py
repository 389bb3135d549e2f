from collections.abc import Mapping, Set
from typing import Protocol

from b2b.domain.approvals.approval import Approval
from b2b.domain.approvals.rules import ApprovalRule
from b2b.domain.shared.errors import NotFound
from b2b.domain.shared.ids import ApprovalId, ApprovalRuleId, CustomerId, OrderId, UserId


class RuleNotFound(NotFound):
    code = "approval_rule.not_found"
    title = "There is no such approval rule."


class Approvals(Protocol):
    def add(self, approval: Approval) -> None: ...

    async def order_of(self, approval_id: ApprovalId, *, customer_id: CustomerId | None) -> OrderId:
        """Whose approval it is. Orders are locked before their approvals. Raises `ApprovalNotFound`."""

    async def lock(self, approval_id: ApprovalId, *, customer_id: CustomerId | None) -> Approval:
        """Raises `ApprovalNotFound`, also for another dealer's."""

    async def waiting_for(self, order_id: OrderId) -> Approval | None:
        """The order's approval that still waits, locked."""


class ApprovalRules(Protocol):
    async def active(self) -> tuple[ApprovalRule, ...]: ...

    async def all(self) -> tuple[ApprovalRule, ...]: ...

    async def get(self, rule_id: ApprovalRuleId) -> ApprovalRule:
        """Raises `RuleNotFound`."""

    async def save(self, rule: ApprovalRule) -> None:
        """New, or in place of the version before. Raises `VersionPassed` where another edit came first."""

    async def remove(self, rule_id: ApprovalRuleId) -> None: ...


class People(Protocol):
    async def by_role(self) -> Mapping[str, Set[UserId]]:
        """Active users by the code of each role they have."""

    async def orders_before(self, customer_id: CustomerId) -> int:
        """The dealer's orders that were neither rejected nor cancelled."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final

from b2b.domain.customers.errors import CustomerStepRefused
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import CustomerId, TierId


class CustomerStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class ApprovalMode(StrEnum):
    """Whether this dealer's orders wait for approval: by the tenant's rules, all of them, or none."""

    INHERIT = "inherit"
    ALWAYS = "always"
    NEVER = "never"


class CustomerStep(StrEnum):
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    CLOSE = "close"


# Closing is for good: a dealer who comes back applies anew.
STEPS: Final[Mapping[CustomerStep, Set[CustomerStatus]]] = {
    CustomerStep.SUSPEND: {CustomerStatus.ACTIVE},
    CustomerStep.REACTIVATE: {CustomerStatus.SUSPENDED},
    CustomerStep.CLOSE: {CustomerStatus.ACTIVE, CustomerStatus.SUSPENDED},
}
_LEADS_TO: Final[Mapping[CustomerStep, CustomerStatus]] = {
    CustomerStep.SUSPEND: CustomerStatus.SUSPENDED,
    CustomerStep.REACTIVATE: CustomerStatus.ACTIVE,
    CustomerStep.CLOSE: CustomerStatus.CLOSED,
}


class Customer(AggregateRoot):
    """A dealer company, as the ERP knows it; the portal decides whether it may enter and who approves.

    - Only an active one's people may enter; whoever suspends or closes it ends their sessions too.
    - Each step starts only from the statuses that `STEPS` names.
    """

    id: CustomerId
    code: str
    title: str
    tier_id: TierId | None
    currency: str
    status: CustomerStatus
    approval_mode: ApprovalMode
    partial_approval_allowed: bool
    version: int

    def take(self, step: CustomerStep) -> None:
        """Raises `CustomerStepRefused`."""
        if self.status not in STEPS[step]:
            raise CustomerStepRefused(code=self.code, step=step, status=self.status)
        self.status = _LEADS_TO[step]

    def set_approval_mode(self, mode: ApprovalMode) -> None:
        self.approval_mode = mode

    def allow_partial_approval(self, *, allowed: bool) -> None:
        self.partial_approval_allowed = allowed

    @property
    def may_enter(self) -> bool:
        return self.status is CustomerStatus.ACTIVE

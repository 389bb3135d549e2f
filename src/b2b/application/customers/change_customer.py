from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from b2b.application.customers.ports import Customers, CustomerSessions, FieldNotes
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.customers.customer import ApprovalMode, Customer, CustomerStatus, CustomerStep
from b2b.domain.integration.ownership import SharedField
from b2b.domain.shared.errors import Fault, InvalidRequest

STEP_TO: Final[Mapping[CustomerStatus, CustomerStep]] = {
    CustomerStatus.SUSPENDED: CustomerStep.SUSPEND,
    CustomerStatus.ACTIVE: CustomerStep.REACTIVATE,
    CustomerStatus.CLOSED: CustomerStep.CLOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCustomer:
    """What is None stays as it is; a new status needs its reason."""

    code: str
    read_version: int | None
    status: CustomerStatus | None = None
    reason: str | None = None
    approval_mode: ApprovalMode | None = None
    partial_approval_allowed: bool | None = None


@dataclass(frozen=True, slots=True)
class ChangeCustomerHandler:
    """Suspend a dealer, let it in again, close it, or change how its orders are approved.

    - Whoever may no longer enter is signed out in the same transaction.
    """

    permission: ClassVar = Permission.CUSTOMERS_EDIT

    actor: Actor
    customers: Customers
    sessions: CustomerSessions
    changes: FieldNotes
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: ChangeCustomer) -> int:
        """The customer's version afterwards."""
        self.actor.require(self.permission)
        if command.status is not None and not command.reason:
            missing = Fault(pointer="/reason", code="value.missing", detail="Say why the status changes.")
            raise InvalidRequest(faults=[missing])
        async with self.uow:
            customer = await self.customers.get(command.code)
            check_version(customer.version, command.read_version)
            before = _facts(customer)
            self._change(customer, command)
            if before["status"] != customer.status and not customer.may_enter:
                reason = f"customer_{customer.status.value}"
                await self.sessions.end_all(customer.id, reason=reason, at=self.clock.now())
            if before["status"] != customer.status:
                await self.changes.note(
                    customer.id,
                    SharedField.STATUS,
                    customer.status.value,
                    currency=None,
                    at=self.clock.now(),
                )
            self.audit.record(
                "customer.changed",
                "customer",
                customer.code,
                before=before,
                after={**_facts(customer), "reason": command.reason},
                customer_id=customer.id,
            )
            await self.uow.commit()
        return customer.version

    @staticmethod
    def _change(customer: Customer, command: ChangeCustomer) -> None:
        if command.status is not None:
            customer.take(STEP_TO[command.status])
        if command.approval_mode is not None:
            customer.set_approval_mode(command.approval_mode)
        if command.partial_approval_allowed is not None:
            customer.allow_partial_approval(allowed=command.partial_approval_allowed)


def _facts(customer: Customer) -> dict[str, object]:
    return {
        "status": customer.status.value,
        "approval_mode": customer.approval_mode.value,
        "partial_approval_allowed": customer.partial_approval_allowed,
    }

from dataclasses import dataclass
from typing import ClassVar

from b2b.application.accounts.ports import Accounts
from b2b.application.customers.ports import CustomerDirectory, FieldNotes
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.integration.ownership import SharedField
from b2b.domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCreditLimit:
    customer_code: str
    limit: Money
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeCreditLimitHandler:
    """Sets how much a dealer may owe; who, why, and both amounts go to the audit trail."""

    permission: ClassVar = Permission.CREDIT_EDIT

    actor: Actor
    directory: CustomerDirectory
    accounts: Accounts
    changes: FieldNotes
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: ChangeCreditLimit) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            customer_id = await self.directory.id_of(command.customer_code)
            await self.changes.note(
                customer_id,
                SharedField.CREDIT_LIMIT,
                f"{command.limit.amount:.4f}",
                currency=command.limit.currency.code,
                at=self.clock.now(),
            )
            account = await self.accounts.lock(customer_id, command.limit.currency)
            before = account.credit_limit
            account.change_limit(command.limit)
            self.audit.record(
                "credit_limit.changed",
                "account",
                account.id,
                before={"limit": str(before)},
                after={"limit": str(command.limit), "reason": command.reason},
                customer_id=customer_id,
            )
            await self.uow.commit()

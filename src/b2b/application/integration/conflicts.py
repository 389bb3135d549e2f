"""What people changed of the ERP's, and who is right when the ERP says otherwise."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

import msgspec

from b2b.application.accounts.ports import Accounts
from b2b.application.customers.change_customer import STEP_TO
from b2b.application.customers.ports import Customers, CustomerSessions, FieldNotes
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.customers.customer import CustomerStatus
from b2b.domain.integration.ownership import SharedField
from b2b.domain.shared.ids import ConflictId, CustomerId
from b2b.domain.shared.money import Currency, Money


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """The ERP says one thing of a dealer's field, and what people set here another."""

    id: ConflictId
    customer_id: CustomerId
    customer_code: str
    customer_title: str
    field: SharedField
    local_value: str
    erp_value: str
    currency: str | None
    changed_at: datetime
    offered_at: datetime


class ConflictList(msgspec.Struct, frozen=True, kw_only=True):
    """Open conflicts, those that wait longest first; at most 200."""

    items: list[Conflict]
    next_cursor: str | None = None


class LocalChanges(FieldNotes, Protocol):
    """Fields of the ERP's that people changed here."""

    async def open(self) -> list[Conflict]: ...

    async def lock(self, conflict_id: ConflictId) -> Conflict:
        """Raises `ConflictNotFound` where it is not open any more."""

    async def settle(self, conflict_id: ConflictId) -> None:
        """The field is the ERP's again."""

    async def reject(self, conflict_id: ConflictId) -> None:
        """The same word of the ERP's opens no conflict again; another does."""


class Verdict(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideConflict:
    conflict_id: ConflictId
    verdict: Verdict
    idempotency_key: str | None


@dataclass(frozen=True, slots=True)
class ListConflicts:
    """Where the ERP says otherwise than what people set here."""

    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    changes: LocalChanges

    async def __call__(self) -> ConflictList:
        self.actor.require(self.permission)
        return ConflictList(items=await self.changes.open())


_ASKS = {
    SharedField.CREDIT_LIMIT: Permission.CREDIT_EDIT,
    SharedField.STATUS: Permission.CUSTOMERS_EDIT,
}


@dataclass(frozen=True, slots=True)
class DecideConflictHandler:
    """Accept what the ERP says, or keep what was set here.

    - Open to whoever may change the field itself.
    - Safe to retry with the same key.
    """

    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    changes: LocalChanges
    accounts: Accounts
    customers: Customers
    sessions: CustomerSessions
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: DecideConflict) -> Conflict:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, Conflict):
                return earlier
            conflict = await self.changes.lock(command.conflict_id)
            self.actor.require(_ASKS[conflict.field])
            if command.verdict is Verdict.ACCEPT:
                await self._take_over(conflict)
                await self.changes.settle(conflict.id)
            else:
                await self.changes.reject(conflict.id)
            accepted = command.verdict is Verdict.ACCEPT
            self.audit.record(
                f"conflict.{command.verdict.value}ed",
                "customer",
                conflict.customer_code,
                before={conflict.field.value: conflict.local_value},
                after={conflict.field.value: conflict.erp_value if accepted else conflict.local_value},
                customer_id=conflict.customer_id,
            )
            await self.keys.store(command.idempotency_key, command, conflict)
            await self.uow.commit()
        return conflict

    async def _take_over(self, conflict: Conflict) -> None:
        if conflict.field is SharedField.CREDIT_LIMIT:
            currency = Currency(conflict.currency or "")
            account = await self.accounts.lock(conflict.customer_id, currency)
            before, limit = account.credit_limit, Money(Decimal(conflict.erp_value), currency)
            account.change_limit(limit)
            self.audit.record(
                "credit_limit.changed",
                "account",
                account.id,
                before={"limit": str(before)},
                after={"limit": str(limit), "reason": "ERP"},
                customer_id=conflict.customer_id,
            )
            return
        customer = await self.customers.get(conflict.customer_code)
        customer.take(STEP_TO[CustomerStatus(conflict.erp_value)])
        if not customer.may_enter:
            reason = f"customer_{customer.status.value}"
            await self.sessions.end_all(customer.id, reason=reason, at=self.clock.now())

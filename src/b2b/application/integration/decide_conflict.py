"""Who is right about a field that people changed here, when the ERP says otherwise."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from b2b.application.accounts.ports import Accounts
from b2b.application.customers.change_customer import STEP_TO
from b2b.application.customers.keep_addresses import AddressDesk
from b2b.application.customers.ports import Customers, CustomerSessions
from b2b.application.integration.conflicts import AddressConflict, Conflict, LocalChanges, StatedAddress
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.customers.addresses import AddressKind, PostalAddress
from b2b.domain.customers.customer import CustomerStatus
from b2b.domain.integration.ownership import SharedField
from b2b.domain.shared.ids import ConflictId, CustomerId
from b2b.domain.shared.money import Currency, Money


class Verdict(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideConflict:
    conflict_id: ConflictId
    verdict: Verdict
    idempotency_key: str | None


ASKS = {
    SharedField.CREDIT_LIMIT: Permission.CREDIT_EDIT,
    SharedField.STATUS: Permission.CUSTOMERS_EDIT,
    SharedField.ADDRESS: Permission.ADDRESSES_EDIT,
}


@dataclass(frozen=True, slots=True)
class TakingOver:
    """Writes what the ERP says of a field, as if it had been pushed without a disagreement."""

    accounts: Accounts
    customers: Customers
    sessions: CustomerSessions
    desk: AddressDesk
    audit: AuditTrail
    clock: Clock

    async def take_over(self, conflict: Conflict) -> None:
        if conflict.address is not None:
            await self._address(conflict.customer_id, conflict.address)
        elif conflict.field is SharedField.CREDIT_LIMIT:
            await self._limit(conflict)
        else:
            await self._status(conflict)

    async def _limit(self, conflict: Conflict) -> None:
        currency = Currency(conflict.currency or "")
        account = await self.accounts.lock(conflict.customer_id, currency)
        before, limit = account.credit_limit, Money(Decimal(conflict.erp_value or ""), currency)
        account.change_limit(limit)
        self.audit.record(
            "credit_limit.changed",
            "account",
            account.id,
            before={"limit": str(before)},
            after={"limit": str(limit), "reason": "ERP"},
            customer_id=conflict.customer_id,
        )

    async def _status(self, conflict: Conflict) -> None:
        customer = await self.customers.get(conflict.customer_code)
        customer.take(STEP_TO[CustomerStatus(conflict.erp_value or "")])
        if not customer.may_enter:
            reason = f"customer_{customer.status.value}"
            await self.sessions.end_all(customer.id, reason=reason, at=self.clock.now())

    async def _address(self, customer_id: CustomerId, conflict: AddressConflict) -> None:
        address = await self.desk.addresses.get_deleted_too(conflict.id, customer_id=customer_id)
        if conflict.erp is None:
            address.delete()
            return await self.desk.note("address.deleted", address)
        address.restore(AddressKind(conflict.erp.kind), _place(conflict.erp))
        replaced = await self.desk.set_default(address, wanted=conflict.erp.is_default)
        return await self.desk.note("address.edited", address, replaced)


@dataclass(frozen=True, slots=True)
class DecideConflictHandler:
    """Accept what the ERP says, or keep what was set here.

    - Open to whoever may change the field itself.
    - Safe to retry with the same key.
    """

    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    changes: LocalChanges
    taking: TakingOver
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: DecideConflict) -> Conflict:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, Conflict):
                return earlier
            conflict = await self.changes.lock(command.conflict_id)
            self.actor.require(ASKS[conflict.field])
            if command.verdict is Verdict.ACCEPT:
                await self.taking.take_over(conflict)
                await self.changes.settle(conflict.id)
            else:
                await self.changes.reject(conflict.id)
            self._tell(conflict, command.verdict)
            await self.keys.store(command.idempotency_key, command, conflict)
            await self.uow.commit()
        return conflict

    def _tell(self, conflict: Conflict, verdict: Verdict) -> None:
        kept = conflict.erp_value if verdict is Verdict.ACCEPT else conflict.local_value
        self.audit.record(
            f"conflict.{verdict.value}ed",
            "customer",
            conflict.customer_code,
            before={conflict.field.value: conflict.local_value},
            after={conflict.field.value: kept},
            customer_id=conflict.customer_id,
        )


def _place(stated: StatedAddress) -> PostalAddress:
    return PostalAddress(
        title=stated.title,
        line1=stated.line1,
        province=stated.province,
        country=stated.country,
        line2=stated.line2,
        district=stated.district,
        postal_code=stated.postal_code,
        contact_name=stated.contact_name,
        phone=stated.phone,
    )

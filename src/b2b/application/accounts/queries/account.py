from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.accounts.queries.settlements import SettlementRow
from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue, money
from b2b.domain.accounts.ageing import Ageing, age, overdue
from b2b.domain.accounts.open_items import AccountItems
from b2b.domain.accounts.statement import Period
from b2b.domain.shared.ids import CustomerId
from b2b.domain.shared.money import Currency, Money


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """A dealer's standing: `available` is limit less balance less what open orders hold."""

    currency: str
    limit: MoneyValue
    balance: MoneyValue
    held: MoneyValue
    available: MoneyValue
    overdue: MoneyValue
    oldest_overdue_days: int


class EntryRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One entry of the journal as the dealer's account sees it; one of `debit` and `credit` is zero."""

    id: UUID
    kind: str
    document_number: str
    document_date: date
    due_date: date | None
    description: str | None
    debit: MoneyValue
    credit: MoneyValue
    occurred_at: datetime


class EntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, newest document first."""

    items: list[EntryRow]
    next_cursor: str | None


class EntryKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of entries ended."""

    document_date: date
    id: UUID


class StatementRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry with the balance after it, and the invoice that it was made for, with its order.

    - `open` is what is left of it today and `settled` what has closed it, or what it closed; both are told
      where they are asked for, of entries that stand: of a reversed one and of its reversal nothing is open.
    """

    id: UUID
    kind: str
    document_number: str
    document_date: date
    due_date: date | None
    description: str | None
    debit: MoneyValue
    credit: MoneyValue
    balance: MoneyValue
    invoice_number: str | None = None
    order_number: str | None = None
    open: MoneyValue | None = None
    settled: list[SettlementRow] = []


class StatementView(msgspec.Struct, frozen=True, kw_only=True):
    """The statement (ekstre) of a period: opening (devir), entries, closing = opening + debits - credits."""

    currency: str
    period_from: date
    period_to: date
    opening: MoneyValue
    debits: MoneyValue
    credits: MoneyValue
    closing: MoneyValue
    lines: list[StatementRow]


class AgeingView(msgspec.Struct, frozen=True, kw_only=True):
    """Open debts by days overdue; the buckets and `unapplied_credits` always sum to `total`, the balance."""

    currency: str
    as_of: date
    not_due: MoneyValue
    days_1_30: MoneyValue
    days_31_60: MoneyValue
    days_61_90: MoneyValue
    days_91_120: MoneyValue
    over_120: MoneyValue
    unapplied_credits: MoneyValue
    total: MoneyValue


def ageing_view(aged: Ageing, currency: Currency, as_of: date) -> AgeingView:
    return AgeingView(
        currency=currency.code,
        as_of=as_of,
        not_due=money(aged.not_due),
        days_1_30=money(aged.d1_30),
        days_31_60=money(aged.d31_60),
        days_61_90=money(aged.d61_90),
        days_91_120=money(aged.d91_120),
        over_120=money(aged.over_120),
        unapplied_credits=money(aged.unapplied_credits),
        total=money(aged.total),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    currency: Currency
    limit: Money
    balance: Money
    held: Money


class AccountReader(Protocol):
    async def standing(self, customer_id: CustomerId) -> Standing:
        """In the dealer's own currency. Raises `AccountNotFound`."""

    async def open_items(self, customer_id: CustomerId, currency: Currency, *, as_of: date) -> AccountItems:
        """Every entry up to the day, as what it owes or credits, and what closes what."""

    async def entries(
        self, customer_id: CustomerId, currency: Currency, request: PageRequest
    ) -> EntryPage: ...

    async def statement(
        self, customer_id: CustomerId, period: Period, *, settled_on: date | None = None
    ) -> StatementView:
        """In the dealer's own currency. Also what is open of each entry, and what it was closed with, where a
        day is named for that. Raises `AccountNotFound`.
        """


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """Every question about a current account: the dealer's own, or for staff the named dealer's."""

    permission: ClassVar = Permission.ACCOUNT_VIEW

    actor: Actor
    directory: CustomerDirectory
    reader: AccountReader
    clock: Clock

    async def standing(self, customer_code: str | None = None) -> AccountView:
        self.actor.require(self.permission)
        customer_id = await self._whose(customer_code)
        today = self.clock.today()
        found = await self.reader.standing(customer_id)
        known = await self.reader.open_items(customer_id, found.currency, as_of=today)
        late = overdue(known.items, as_of=today, currency=found.currency, closings=known.closings)
        return AccountView(
            currency=found.currency.code,
            limit=money(found.limit),
            balance=money(found.balance),
            held=money(found.held),
            available=money(found.limit - found.balance - found.held),
            overdue=money(late.amount),
            oldest_overdue_days=late.oldest_days,
        )

    async def entries(self, request: PageRequest, customer_code: str | None = None) -> EntryPage:
        self.actor.require(self.permission)
        customer_id = await self._whose(customer_code)
        found = await self.reader.standing(customer_id)
        return await self.reader.entries(customer_id, found.currency, request)

    async def statement(
        self, period: Period, customer_code: str | None = None, *, settled: bool = False
    ) -> StatementView:
        """`settled`: also what is open of each entry today, and what it was closed with, for which the whole
        account is gone through.
        """
        self.actor.require(self.permission)
        customer_id = await self._whose(customer_code)
        day = max(self.clock.today(), period.last) if settled else None
        return await self.reader.statement(customer_id, period, settled_on=day)

    async def ageing(self, as_of: date | None, customer_code: str | None = None) -> AgeingView:
        self.actor.require(self.permission)
        customer_id = await self._whose(customer_code)
        day = as_of or self.clock.today()
        found = await self.reader.standing(customer_id)
        known = await self.reader.open_items(customer_id, found.currency, as_of=day)
        aged = age(known.items, as_of=day, currency=found.currency, closings=known.closings)
        return ageing_view(aged, found.currency, day)

    async def _whose(self, customer_code: str | None) -> CustomerId:
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return customer_id or self.actor.own_customer

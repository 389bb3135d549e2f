from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.accounts.queries.settlements import SettlementRow
from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.errors import NotFound
from b2b.domain.shared.ids import CustomerId


class InvoiceNotFound(NotFound):
    code = "invoice.not_found"
    title = "There is no such invoice."


class InvoiceState(StrEnum):
    """Of an invoice in the account: credits pay what they are said to close, then the oldest due debts."""

    PAID = "paid"
    OPEN = "open"
    OVERDUE = "overdue"


class InvoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice in a list.

    - `state`, what is still `open` of it and the days that it is overdue are for those who see the account,
      of an invoice that the account knows.
    """

    id: UUID
    number: str
    customer_code: str
    order_number: str | None
    issued_on: date
    due_on: date
    net: MoneyValue
    vat: MoneyValue
    gross: MoneyValue
    state: InvoiceState | None = None
    open: MoneyValue | None = None
    overdue_days: int = 0


class InvoicePage(msgspec.Struct, frozen=True, kw_only=True):
    """Invoices, newest first."""

    items: list[InvoiceRow]
    next_cursor: str | None


class InvoiceKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of invoices ended."""

    issued_on: date
    id: UUID


class InvoiceLineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line as the ERP invoiced it."""

    line_number: int
    sku: str | None
    name: str
    quantity: int
    unit_price: str
    vat_rate: str
    net: MoneyValue
    vat: MoneyValue


class InvoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice with its lines, and what has closed it, for those who see the account."""

    invoice: InvoiceRow
    lines: list[InvoiceLineRow]
    settled: list[SettlementRow] = []


class InvoiceReader(Protocol):
    """`on` is the day for which states are told; None tells none."""

    async def page(
        self,
        customer_id: CustomerId | None,
        request: PageRequest,
        *,
        on: date | None,
        state: InvoiceState | None = None,
    ) -> InvoicePage:
        """By state only for one dealer."""

    async def one(self, number: str, *, customer_id: CustomerId | None, on: date | None) -> InvoiceView:
        """Raises `InvoiceNotFound`, also for another dealer's."""


@dataclass(frozen=True, slots=True)
class ListInvoices:
    permission: ClassVar = Permission.INVOICES_VIEW

    actor: Actor
    directory: CustomerDirectory
    reader: InvoiceReader
    clock: Clock

    async def __call__(
        self, request: PageRequest, *, customer_code: str | None = None, state: InvoiceState | None = None
    ) -> InvoicePage:
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.page(
            customer_id, request, on=_day_of_states(self.actor, self.clock), state=state
        )


@dataclass(frozen=True, slots=True)
class ShowInvoice:
    permission: ClassVar = Permission.INVOICES_VIEW

    actor: Actor
    reader: InvoiceReader
    clock: Clock

    async def __call__(self, number: str) -> InvoiceView:
        self.actor.require(self.permission)
        on = _day_of_states(self.actor, self.clock)
        return await self.reader.one(number, customer_id=self.actor.customer_id, on=on)


def _day_of_states(actor: Actor, clock: Clock) -> date | None:
    return clock.today() if Permission.ACCOUNT_VIEW in actor.permissions else None

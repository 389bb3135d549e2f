from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.errors import NotFound
from b2b.domain.shared.ids import CustomerId


class InvoiceNotFound(NotFound):
    code = "invoice.not_found"
    title = "There is no such invoice."


class InvoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice in a list."""

    id: UUID
    number: str
    customer_code: str
    order_number: str | None
    issued_on: date
    due_on: date
    net: MoneyValue
    vat: MoneyValue
    gross: MoneyValue


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
    """An invoice with its lines."""

    invoice: InvoiceRow
    lines: list[InvoiceLineRow]


class InvoiceReader(Protocol):
    async def page(self, customer_id: CustomerId | None, request: PageRequest) -> InvoicePage: ...

    async def one(self, number: str, *, customer_id: CustomerId | None) -> InvoiceView:
        """Raises `InvoiceNotFound`, also for another dealer's."""


@dataclass(frozen=True, slots=True)
class ListInvoices:
    permission: ClassVar = Permission.INVOICES_VIEW

    actor: Actor
    directory: CustomerDirectory
    reader: InvoiceReader

    async def __call__(self, request: PageRequest, *, customer_code: str | None = None) -> InvoicePage:
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.page(customer_id, request)


@dataclass(frozen=True, slots=True)
class ShowInvoice:
    permission: ClassVar = Permission.INVOICES_VIEW

    actor: Actor
    reader: InvoiceReader

    async def __call__(self, number: str) -> InvoiceView:
        self.actor.require(self.permission)
        return await self.reader.one(number, customer_id=self.actor.customer_id)

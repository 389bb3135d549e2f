from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.customers.keep_addresses import AddressView
from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.ids import AddressId, CustomerId


class CustomerRow(msgspec.Struct, frozen=True, kw_only=True):
    """`available_credit` is the limit less what is owed and held, in the dealer's own currency."""

    code: str
    title: str
    tier: str | None
    currency: str
    status: str
    approval_mode: str
    payment_terms_days: int
    credit_limit: MoneyValue
    available_credit: MoneyValue


class CustomerPage(msgspec.Struct, frozen=True):
    items: list[CustomerRow]
    next_cursor: str | None


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """A person's tax number is masked. `version` is the customer's ETag."""

    code: str
    external_id: str | None
    title: str
    tax_number: str | None
    tax_office: str | None
    tier: str | None
    currency: str
    payment_terms_days: int
    status: str
    approval_mode: str
    partial_approval_allowed: bool
    credit_limit: MoneyValue
    balance: MoneyValue
    held: MoneyValue
    available_credit: MoneyValue
    users: int
    version: int


class AddressPage(msgspec.Struct, frozen=True):
    """All of a company's addresses, the default ones first."""

    items: list[AddressView]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilters:
    """`words` are looked for in code and title, however they are spelled."""

    words: str | None = None
    status: str | None = None
    tier: str | None = None


class CustomerReader(Protocol):
    async def page(self, filters: CustomerFilters, request: PageRequest) -> CustomerPage:
        """By title."""

    async def one(self, code: str) -> CustomerView:
        """Raises `CustomerNotFound`."""

    async def addresses(self, customer_id: CustomerId) -> AddressPage: ...

    async def address(self, address_id: AddressId, *, customer_id: CustomerId) -> AddressView:
        """Raises `AddressNotFound`."""


@dataclass(frozen=True, slots=True)
class ListCustomers:
    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    reader: CustomerReader

    async def __call__(self, filters: CustomerFilters, request: PageRequest) -> CustomerPage:
        self.actor.require(self.permission)
        return await self.reader.page(filters, request)


@dataclass(frozen=True, slots=True)
class ShowCustomer:
    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    reader: CustomerReader

    async def __call__(self, code: str) -> CustomerView:
        self.actor.require(self.permission)
        return await self.reader.one(code)


@dataclass(frozen=True, slots=True)
class ListAddresses:
    permission: ClassVar = Permission.ADDRESSES_VIEW

    actor: Actor
    directory: CustomerDirectory
    reader: CustomerReader

    async def __call__(self, *, customer_code: str | None = None) -> AddressPage:
        self.actor.require(self.permission)
        found = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.addresses(found or self.actor.own_customer)

    async def one(self, address_id: AddressId, *, customer_code: str | None = None) -> AddressView:
        self.actor.require(self.permission)
        found = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.address(address_id, customer_id=found or self.actor.own_customer)

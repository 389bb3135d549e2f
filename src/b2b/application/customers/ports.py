from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from b2b.domain.customers.addresses import Address
from b2b.domain.customers.customer import Customer
from b2b.domain.integration.ownership import SharedField
from b2b.domain.shared.ids import AddressId, CustomerId


class CustomerDirectory(Protocol):
    async def id_of(self, code: str) -> CustomerId:
        """The company behind a business partner code, for staff. Raises `CustomerNotFound`."""


class Customers(Protocol):
    async def get(self, code: str) -> Customer:
        """For changing. Raises `CustomerNotFound`."""


class CustomerSessions(Protocol):
    async def end_all(self, customer_id: CustomerId, *, reason: str, at: datetime) -> int:
        """Sign everybody of the company out, in this transaction; answers how many sessions ended."""


class FieldNotes(Protocol):
    """Remembers which of the ERP's fields people changed here."""

    async def note(
        self, customer_id: CustomerId, field: SharedField, value: str, *, currency: str | None, at: datetime
    ) -> None:
        """Of a dealer that the ERP masters; another's fields are nobody else's."""

    async def note_addresses(self, addresses: Collection[AddressId], *, at: datetime) -> None:
        """Those of them that the ERP sent; after a lock of their company, for which pushes wait."""


class Addresses(Protocol):
    def add(self, address: Address) -> None: ...

    async def get(self, address_id: AddressId, *, customer_id: CustomerId) -> Address:
        """For changing, the company locked first. Raises `AddressNotFound`, also for another dealer's.

        One that was deleted is not found either.
        """

    async def get_deleted_too(self, address_id: AddressId, *, customer_id: CustomerId) -> Address:
        """The same, for whoever may bring it back."""

    async def lock_all(self, customer_id: CustomerId) -> list[Address]:
        """The company's addresses, the oldest first; whoever sets a default at the same time waits."""

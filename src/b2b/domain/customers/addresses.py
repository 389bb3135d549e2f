"""A dealer's addresses, which people keep by themselves and the ERP may push."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from b2b.domain.customers.errors import InvalidAddress
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import AddressId, CustomerId


class AddressKind(StrEnum):
    SHIPPING = "shipping"
    BILLING = "billing"
    BOTH = "both"

    def serves(self, other: "AddressKind") -> bool:
        """Whether an address of this kind can stand where one of the other kind is asked for."""
        return self is other or AddressKind.BOTH in {self, other}


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where something is sent. `country` is ISO 3166-1 alpha-2; carriers in Turkey ask for the district."""

    title: str
    line1: str
    province: str
    country: str = "TR"
    line2: str | None = None
    district: str | None = None
    postal_code: str | None = None
    contact_name: str | None = None
    phone: str | None = None

    @property
    def is_complete(self) -> bool:
        return all(text.strip() for text in (self.title, self.line1, self.province))


class Address(AggregateRoot):
    """One address of one dealer.

    - Of the addresses that serve shipping one at most is the default, and so for billing.
    - What orders were sent to is copied into them: an edit here changes nothing there.
    """

    id: AddressId
    customer_id: CustomerId
    kind: AddressKind
    place: PostalAddress
    is_default: bool
    is_deleted: bool
    version: int

    def __init__(
        self, *, id: AddressId, customer_id: CustomerId, kind: AddressKind, place: PostalAddress
    ) -> None:
        if not place.is_complete:
            raise InvalidAddress
        self.id = id
        self.customer_id = customer_id
        self.kind = kind
        self.place = place
        self.is_default = False
        self.is_deleted = False

    def edit(self, kind: AddressKind, place: PostalAddress) -> None:
        """Raises `InvalidAddress`."""
        if not place.is_complete:
            raise InvalidAddress
        self.kind = kind
        self.place = place

    def restore(self, kind: AddressKind, place: PostalAddress) -> None:
        """As it is said now, also where it had been deleted. Raises `InvalidAddress`."""
        self.edit(kind, place)
        self.is_deleted = False

    def delete(self) -> None:
        self.is_deleted = True
        self.is_default = False

    def make_default(self, others: Iterable["Address"]) -> list["Address"]:
        """Takes the place of those that stood for the same purpose, which it answers."""
        replaced = [
            other
            for other in others
            if other is not self and other.is_default and other.kind.serves(self.kind)
        ]
        for other in replaced:
            other.is_default = False
        self.is_default = True
        return replaced

from collections.abc import Set
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct

from b2b.application.integration.items.shared import (
    Absent,
    Amount,
    AmountText,
    CurrencyCode,
    ExternalId,
    PushItem,
)
from b2b.domain.integration.ownership import PORTAL_FIELDS

ShortText = Annotated[str, Meta(min_length=1, max_length=100)]


class AddressItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    external_id: ExternalId
    kind: Literal["shipping", "billing", "both"] = "both"
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    line1: Annotated[str, Meta(min_length=1, max_length=300)]
    line2: Annotated[str, Meta(max_length=300)] | None = None
    district: Annotated[str, Meta(max_length=100)] | None = None
    province: ShortText
    postal_code: Annotated[str, Meta(max_length=12)] | None = None
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$", examples=["TR"])] = "TR"
    contact_name: Annotated[str, Meta(max_length=200)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    is_default: bool = False


class PersonItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who may sign in for the dealer, once somebody sets their first password."""

    email: Annotated[str, Meta(min_length=3, max_length=254, examples=["ayse@bayi.example"])]
    name: Annotated[str, Meta(min_length=1, max_length=200, examples=["Ayşe Yılmaz"])]
    role: Annotated[
        str, Meta(min_length=1, max_length=60, description="A role for dealers' people.", examples=["owner"])
    ]
    phone: Annotated[str, Meta(max_length=40)] | None = None
    language: Literal["tr", "en"] = "tr"


class CustomerItem(PushItem, frozen=True, kw_only=True):
    """A dealer company.

    - `addresses` is the whole list of those the ERP masters, where it is given.
    - A suspended or closed dealer's sessions end with this very push.
    - `credit_limit` is that of the account in the customer's currency.
    - `users` are people to add, each once: a push changes nobody, and takes nobody away.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["customers"]

    code: (
        Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^\S+$", examples=["D-0001"])] | Absent
    ) = UNSET
    title: Annotated[str, Meta(min_length=1, max_length=300)] | Absent = UNSET
    tax_number: Annotated[str, Meta(pattern=r"^[0-9]{10,11}$")] | Absent | None = UNSET
    tax_office: Annotated[str, Meta(max_length=120)] | Absent | None = UNSET
    tier: Annotated[str, Meta(min_length=1, max_length=100)] | Absent | None = UNSET
    currency: CurrencyCode | Absent = UNSET
    payment_terms_days: Annotated[int, Meta(ge=0, le=3650)] | Absent = UNSET
    credit_limit: Amount | AmountText | Absent = UNSET
    addresses: Annotated[list[AddressItem], Meta(max_length=200)] | Absent | None = UNSET
    users: Annotated[list[PersonItem], Meta(max_length=200)] | Absent | None = UNSET
    status: Literal["active", "suspended", "closed"] | Absent = UNSET

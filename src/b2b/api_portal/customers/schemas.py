from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from b2b.api_shared.inputs import WITHOUT_NUL, Reason
from b2b.application.customers.change_customer import ChangeCustomer
from b2b.domain.customers.addresses import AddressKind, PostalAddress
from b2b.domain.customers.customer import ApprovalMode, CustomerStatus

AddressTitle = Annotated[
    str, Meta(min_length=1, max_length=120, pattern=WITHOUT_NUL, examples=["Merkez depo"])
]
AddressLine = Annotated[
    str, Meta(min_length=1, max_length=300, pattern=WITHOUT_NUL, examples=["Atatürk Cad. 12/3"])
]
AddressPart = Annotated[str, Meta(min_length=1, max_length=100, pattern=WITHOUT_NUL, examples=["İzmir"])]
PostalCode = Annotated[
    str, Meta(min_length=1, max_length=12, pattern=r"^[A-Za-z0-9 -]+$", examples=["35220"])
]
CountryCode = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", examples=["TR"])]
ContactName = Annotated[str, Meta(min_length=1, max_length=200, pattern=WITHOUT_NUL)]
PhoneNumber = Annotated[str, Meta(min_length=3, max_length=40, pattern=r"^[0-9 ()+./-]+$")]


class ChangeCustomerRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays. A new status needs its reason; `closed` is for good."""

    status: CustomerStatus | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET
    approval_mode: ApprovalMode | UnsetType = UNSET
    partial_approval_allowed: bool | UnsetType = UNSET

    def to_command(self, code: str, read_version: int | None) -> ChangeCustomer:
        given = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}
        return ChangeCustomer(code=code, read_version=read_version, **given)


class AddressRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole address: an edit replaces all of it. A new default takes the place of the one before."""

    kind: AddressKind = AddressKind.BOTH
    title: AddressTitle
    line1: AddressLine
    line2: AddressLine | None = None
    district: AddressPart | None = None
    province: AddressPart
    postal_code: PostalCode | None = None
    country: CountryCode = "TR"
    contact_name: ContactName | None = None
    phone: PhoneNumber | None = None
    is_default: bool = False

    def to_place(self) -> PostalAddress:
        return PostalAddress(
            title=self.title,
            line1=self.line1,
            province=self.province,
            country=self.country,
            line2=self.line2,
            district=self.district,
            postal_code=self.postal_code,
            contact_name=self.contact_name,
            phone=self.phone,
        )

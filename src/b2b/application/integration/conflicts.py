"""What people changed of the ERP's, and what the ERP says of it since."""

from datetime import datetime
from typing import Annotated, Literal, Protocol

import msgspec

from b2b.application.customers.ports import FieldNotes
from b2b.application.shared.pages import PageRequest
from b2b.domain.integration.ownership import Disagreement, SharedField
from b2b.domain.shared.ids import AddressId, ConflictId, CustomerId


class StatedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address as one side has it."""

    kind: Literal["shipping", "billing", "both"]
    title: str
    line1: str
    line2: str | None
    district: str | None
    province: str
    postal_code: str | None
    country: str
    contact_name: str | None
    phone: str | None
    is_default: bool


class AddressConflict(msgspec.Struct, frozen=True, kw_only=True):
    """`here` or `erp` is null where that side has deleted the address."""

    id: AddressId
    external_id: str
    here: StatedAddress | None
    erp: StatedAddress | None


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a dealer's that people changed here although the ERP masters it.

    - `state`: `open` waits for somebody's word, since the ERP says otherwise (`erp_value`); of a `rejected`
      one the portal's value was kept; of a `quiet` one the ERP has said nothing since.
    - Of an address, as a whole, the values are a line to read; what each side has of it is in `address`.
    """

    id: ConflictId
    customer_id: CustomerId
    customer_code: Annotated[str, msgspec.Meta(examples=["D-0001"])]
    customer_external_id: Annotated[str, msgspec.Meta(examples=["CARI-120.01.001"])] | None = None
    customer_title: str
    field: SharedField
    state: Disagreement = Disagreement.OPEN
    local_value: Annotated[str, msgspec.Meta(examples=["2000.00"])]
    erp_value: Annotated[str, msgspec.Meta(examples=["1500.00"])] | None
    currency: Annotated[str, msgspec.Meta(examples=["TRY"])] | None
    address: AddressConflict | None = None
    changed_at: datetime
    offered_at: datetime | None


class ConflictFilter(msgspec.Struct, frozen=True, kw_only=True):
    """`customer` is a dealer's code or external id."""

    state: Disagreement = Disagreement.OPEN
    field: SharedField | None = None
    customer: str | None = None


class ConflictPage(msgspec.Struct, frozen=True, kw_only=True):
    """Those first whose field was changed here first."""

    items: list[Conflict]
    next_cursor: str | None


class ConflictReader(Protocol):
    async def page(self, wanted: ConflictFilter, request: PageRequest) -> ConflictPage: ...


class LocalChanges(FieldNotes, Protocol):
    """Fields of the ERP's that people changed here."""

    async def lock(self, conflict_id: ConflictId) -> Conflict:
        """The dealer first, as pushes do it. Raises `ConflictNotFound` where it is not open any more."""

    async def settle(self, conflict_id: ConflictId) -> None:
        """The field is the ERP's again."""

    async def reject(self, conflict_id: ConflictId) -> None:
        """The same word of the ERP's opens no conflict again; another does."""

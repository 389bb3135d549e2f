"""A dealer's own addresses, kept by its people, or by staff who name the dealer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import msgspec

from b2b.application.customers.ports import Addresses, CustomerDirectory, FieldNotes
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.customers.addresses import Address, AddressKind, PostalAddress
from b2b.domain.shared.ids import AddressId, CustomerId, new_id


class AddressView(msgspec.Struct, frozen=True, kw_only=True):
    """`version` is its ETag."""

    id: UUID
    kind: str
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
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAddress:
    kind: AddressKind
    place: PostalAddress
    is_default: bool = False
    customer_code: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAddress:
    address_id: AddressId
    read_version: int | None
    kind: AddressKind
    place: PostalAddress
    is_default: bool
    customer_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAddress:
    address_id: AddressId
    read_version: int | None
    customer_code: str | None = None


@dataclass(frozen=True, slots=True)
class AddressDesk:
    """What the three commands have in common: whose addresses, and who is told."""

    actor: Actor
    directory: CustomerDirectory
    addresses: Addresses
    changes: FieldNotes
    audit: AuditTrail
    clock: Clock

    async def owner(self, customer_code: str | None) -> CustomerId:
        """Raises `NotADealer` where staff name nobody."""
        found = await customer_in_question(self.actor, self.directory, customer_code)
        return found or self.actor.own_customer

    async def set_default(self, address: Address, *, wanted: bool) -> list[Address]:
        """The addresses that are not the default any more."""
        others = await self.addresses.lock_all(address.customer_id)
        if wanted:
            return address.make_default(others)
        address.is_default = False
        return []

    async def note(self, action: str, address: Address, replaced: Iterable[Address] = ()) -> None:
        """For the audit trail; and where the ERP sent it, that people changed it."""
        changed = [address.id, *(other.id for other in replaced)]
        await self.changes.note_addresses(changed, at=self.clock.now())
        facts = {"kind": address.kind.value, "title": address.place.title, "province": address.place.province}
        self.audit.record(action, "address", address.id, after=facts, customer_id=address.customer_id)


@dataclass(frozen=True, slots=True)
class AddAddressHandler:
    permission: ClassVar = Permission.ADDRESSES_EDIT

    actor: Actor
    desk: AddressDesk
    keys: IdempotencyKeys
    uow: UnitOfWork

    async def __call__(self, command: AddAddress) -> AddressView:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, AddressView):
                return earlier
            owner = await self.desk.owner(command.customer_code)
            address = Address(
                id=AddressId(new_id()), customer_id=owner, kind=command.kind, place=command.place
            )
            replaced = await self.desk.set_default(address, wanted=command.is_default)
            self.desk.addresses.add(address)
            await self.desk.note("address.added", address, replaced)
            result = address_view(address, version=1)
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result


@dataclass(frozen=True, slots=True)
class EditAddressHandler:
    permission: ClassVar = Permission.ADDRESSES_EDIT

    actor: Actor
    desk: AddressDesk
    uow: UnitOfWork

    async def __call__(self, command: EditAddress) -> AddressView:
        self.actor.require(self.permission)
        async with self.uow:
            owner = await self.desk.owner(command.customer_code)
            address = await self.desk.addresses.get(command.address_id, customer_id=owner)
            check_version(address.version, command.read_version)
            address.edit(command.kind, command.place)
            replaced = await self.desk.set_default(address, wanted=command.is_default)
            await self.desk.note("address.edited", address, replaced)
            await self.uow.commit()
        return address_view(address, version=address.version)


@dataclass(frozen=True, slots=True)
class DeleteAddressHandler:
    """Gone from every list; what was sent there stays as it was."""

    permission: ClassVar = Permission.ADDRESSES_EDIT

    actor: Actor
    desk: AddressDesk
    uow: UnitOfWork

    async def __call__(self, command: DeleteAddress) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            owner = await self.desk.owner(command.customer_code)
            address = await self.desk.addresses.get(command.address_id, customer_id=owner)
            check_version(address.version, command.read_version)
            address.delete()
            await self.desk.note("address.deleted", address)
            await self.uow.commit()


def address_view(address: Address, *, version: int) -> AddressView:
    place = address.place
    return AddressView(
        id=address.id,
        kind=address.kind.value,
        title=place.title,
        line1=place.line1,
        line2=place.line2,
        district=place.district,
        province=place.province,
        postal_code=place.postal_code,
        country=place.country,
        contact_name=place.contact_name,
        phone=place.phone,
        is_default=address.is_default,
        version=version,
    )

"""A person's saved lists: started, filled, shared, cleared away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import msgspec

from b2b.application.ordering.change_cart import CartLineResult, sort_lines
from b2b.application.ordering.ports import Carts, SavedLists
from b2b.application.ordering.pricing import WantedLine, look_up, merged
from b2b.application.ordering.queries.saved_lists import SavedListReader
from b2b.application.pricing.ports import PricedProducts
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.ordering.errors import ProductNotOnList
from b2b.domain.ordering.saved_lists import ListedProduct, SavedList
from b2b.domain.shared.ids import SavedListId


@dataclass(frozen=True, slots=True)
class LineToSave:
    sku: str
    quantity: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveList:
    """`from_cart` takes what the own cart holds, after `lines`."""

    name: str
    is_shared: bool = False
    lines: tuple[LineToSave, ...] = ()
    from_cart: bool = False
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToList:
    list_id: SavedListId
    lines: tuple[LineToSave, ...]
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutListLine:
    list_id: SavedListId
    line: LineToSave


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveListLine:
    list_id: SavedListId
    sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditList:
    list_id: SavedListId
    read_version: int | None
    name: str
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteList:
    list_id: SavedListId
    read_version: int | None


class SavedListState(msgspec.Struct, frozen=True, kw_only=True):
    """A list after a change: `version` is its ETag, `results` what became of each line of the request."""

    id: UUID
    name: str
    is_shared: bool
    line_count: int
    version: int
    results: list[CartLineResult] = msgspec.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListDesk:
    """What the commands have in common: whose list, what is sold under a SKU, and who is told."""

    actor: Actor
    lists: SavedLists
    products: PricedProducts
    audit: AuditTrail
    clock: Clock

    async def changeable(self, list_id: SavedListId) -> SavedList:
        """Raises `SavedListNotFound`, or `SavedListNotYours` for a colleague's shared one."""
        actor = self.actor
        saved = await self.lists.get(list_id, customer_id=actor.own_customer, reader=actor.own_user)
        saved.allow(actor.own_user, manages_users=Permission.USERS_MANAGE in actor.permissions)
        return saved

    async def products_of(
        self, lines: Sequence[LineToSave]
    ) -> tuple[list[ListedProduct], list[CartLineResult]]:
        """The same SKU twice is one line of the sum; what is not sold is left out, and told."""
        wanted = merged([WantedLine(line.sku, line.quantity) for line in lines])
        found = await look_up(self.products, self.actor.own_customer, wanted, self.clock.today())
        puts, results = sort_lines(wanted, found)
        skus = {product.product.id: product.product.sku.value for product in found if product}
        notes = {line.sku: line.note for line in reversed(lines) if line.note}
        kept = [
            ListedProduct(
                product_id=put.product_id, quantity=put.quantity, note=notes.get(skus[put.product_id])
            )
            for put in puts
        ]
        return kept, results

    def note(self, action: str, saved: SavedList) -> None:
        facts = {"name": saved.name, "is_shared": saved.is_shared, "lines": len(saved.lines)}
        self.audit.record(action, "saved_list", saved.id, after=facts, customer_id=saved.customer_id)


@dataclass(frozen=True, slots=True)
class SaveListHandler:
    """Starts a list, empty or with lines. Safe to retry with the same key."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: ListDesk
    carts: Carts
    keys: IdempotencyKeys
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: SaveList) -> SavedListState:
        self.actor.require(self.permission)
        user_id, customer_id = self.actor.own_user, self.actor.own_customer
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, SavedListState):
                return earlier
            at = self.clock.now()
            saved = SavedList.start(
                customer_id=customer_id,
                owner_id=user_id,
                name=command.name,
                is_shared=command.is_shared,
                at=at,
            )
            cart = await self.carts.lines(user_id) if command.from_cart else ()
            lines = [*command.lines, *(LineToSave(line.sku, line.quantity) for line in cart)]
            wanted, results = await self.desk.products_of(lines)
            saved.add(wanted, at=at)
            self.desk.lists.add(saved)
            self.desk.note("saved_list.created", saved)
            result = _state(saved, 1, results)
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result


@dataclass(frozen=True, slots=True)
class AddToListHandler:
    """Raises what a list holds of each product. Safe to retry with the same key."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: ListDesk
    keys: IdempotencyKeys
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: AddToList) -> SavedListState:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, SavedListState):
                return earlier
            saved = await self.desk.changeable(command.list_id)
            wanted, results = await self.desk.products_of(command.lines)
            saved.add(wanted, at=self.clock.now())
            result = _state(saved, saved.version + 1, results)
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result


@dataclass(frozen=True, slots=True)
class PutListLineHandler:
    """Sets how many a list holds of one product, and its note."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: ListDesk
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: PutListLine) -> SavedListState:
        self.actor.require(self.permission)
        async with self.uow:
            saved = await self.desk.changeable(command.list_id)
            wanted, results = await self.desk.products_of([command.line])
            saved.put(wanted, at=self.clock.now())
            await self.uow.commit()
        return _state(saved, saved.version, results)


@dataclass(frozen=True, slots=True)
class RemoveListLineHandler:
    """Takes one product off a list, also one that is no longer sold."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: ListDesk
    reader: SavedListReader
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RemoveListLine) -> SavedListState:
        self.actor.require(self.permission)
        async with self.uow:
            saved = await self.desk.changeable(command.list_id)
            found = await self.reader.one(command.list_id, saved.customer_id, self.actor.own_user)
            line = next((line for line in found.lines if line.sku == command.sku), None)
            if line is None:
                raise ProductNotOnList
            saved.remove(line.product_id, at=self.clock.now())
            await self.uow.commit()
        return _state(saved, saved.version, [])


@dataclass(frozen=True, slots=True)
class EditListHandler:
    """Renames a list, shares it with the company or takes it back."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: ListDesk
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: EditList) -> SavedListState:
        self.actor.require(self.permission)
        async with self.uow:
            saved = await self.desk.changeable(command.list_id)
            check_version(saved.version, command.read_version)
            saved.edit(command.name, is_shared=command.is_shared, at=self.clock.now())
            self.desk.note("saved_list.edited", saved)
            await self.uow.commit()
        return _state(saved, saved.version, [])


@dataclass(frozen=True, slots=True)
class DeleteListHandler:
    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: ListDesk
    uow: UnitOfWork

    async def __call__(self, command: DeleteList) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            saved = await self.desk.changeable(command.list_id)
            check_version(saved.version, command.read_version)
            self.desk.note("saved_list.deleted", saved)
            await self.desk.lists.remove(saved)
            await self.uow.commit()


def _state(saved: SavedList, version: int, results: list[CartLineResult]) -> SavedListState:
    return SavedListState(
        id=saved.id,
        name=saved.name,
        is_shared=saved.is_shared,
        line_count=len(saved.lines),
        version=version,
        results=results,
    )

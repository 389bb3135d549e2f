"""Saved lists as people see them: whose they are, and what their lines cost today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.ordering.cart_view import CartTotals
from b2b.application.ordering.check_lines import CheckedLine, LineDesk
from b2b.application.ordering.quick_lines import TypedLine
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import CustomerId, ProductId, SavedListId, UserId


class SavedListRow(msgspec.Struct, frozen=True, kw_only=True):
    """A list among others. `owner_name` is None where the distributor made it; `version` is its ETag."""

    id: UUID
    name: str
    is_shared: bool
    is_own: bool
    owner_name: str | None
    line_count: int
    changed_at: datetime
    version: int


class SavedListPage(msgspec.Struct, frozen=True, kw_only=True):
    """One's own lists and those that colleagues share, the last changed first."""

    items: list[SavedListRow]
    next_cursor: str | None


class SavedListKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of lists ended."""

    changed_at: datetime
    id: UUID


class SavedListLineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is kept, and what would become of it in the cart today."""

    sku: str
    name: str
    quantity: int
    note: str | None
    today: CheckedLine


class SavedListView(msgspec.Struct, frozen=True, kw_only=True):
    """A list at today's prices. `may_change` is the reader's; `totals` are of what can be ordered."""

    list: SavedListRow
    may_change: bool
    lines: Sequence[SavedListLineView]
    totals: CartTotals | None


@dataclass(frozen=True, slots=True)
class SavedProduct:
    product_id: ProductId
    sku: str
    name: str
    quantity: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    row: SavedListRow
    lines: tuple[SavedProduct, ...]


class SavedListReader(Protocol):
    async def page(self, customer_id: CustomerId, reader: UserId, request: PageRequest) -> SavedListPage:
        """What `reader` may see: their own lists, and those that colleagues share."""

    async def one(self, list_id: SavedListId, customer_id: CustomerId, reader: UserId) -> FoundList:
        """Raises `SavedListNotFound`, also for another company's list and for a colleague's private one."""


@dataclass(frozen=True, slots=True)
class ListSavedLists:
    permission: ClassVar = Permission.PRODUCTS_VIEW

    actor: Actor
    reader: SavedListReader

    async def __call__(self, request: PageRequest) -> SavedListPage:
        self.actor.require(self.permission)
        return await self.reader.page(self.actor.own_customer, self.actor.own_user, request)


@dataclass(frozen=True, slots=True)
class ShowSavedList:
    """Prices are the dealer's own of today, for all lines at once; who may not see prices sees none."""

    permission: ClassVar = Permission.PRODUCTS_VIEW

    actor: Actor
    reader: SavedListReader
    desk: LineDesk

    async def __call__(self, list_id: SavedListId) -> SavedListView:
        self.actor.require(self.permission)
        found = await self.reader.one(list_id, self.actor.own_customer, self.actor.own_user)
        checked = await self.desk.check(lines_of(found.lines))
        priced = Permission.PRICES_VIEW in self.actor.permissions
        return SavedListView(
            list=found.row,
            may_change=may_change(self.actor, found.row),
            lines=[
                SavedListLineView(
                    sku=line.sku,
                    name=line.name,
                    quantity=line.quantity,
                    note=line.note,
                    today=today if priced else msgspec.structs.replace(today, unit_price=None, net=None),
                )
                for line, today in zip(found.lines, checked.lines, strict=True)
            ],
            totals=checked.totals if priced else None,
        )


def may_change(actor: Actor, row: SavedListRow) -> bool:
    """As the list itself decides, for whoever asks before trying."""
    may_edit = Permission.CART_EDIT in actor.permissions
    return may_edit and (row.is_own or Permission.USERS_MANAGE in actor.permissions)


def lines_of(lines: Sequence[SavedProduct]) -> tuple[TypedLine, ...]:
    """A list's lines as if they had been typed, so that they are judged in the same way."""
    return tuple(
        TypedLine(place, line.sku, line.sku, line.quantity) for place, line in enumerate(lines, start=1)
    )

"""What is bought again and again, kept under a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from b2b.domain.ordering.errors import (
    InvalidListName,
    ProductNotOnList,
    SavedListNotYours,
    SavedListTooLong,
)
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import CustomerId, ProductId, SavedListId, SavedListLineId, UserId, new_id
from b2b.domain.shared.quantities import QUANTITY_MAX, Quantity

LIST_LINES_MAX: Final = 2_000
LIST_NAME_LENGTH_MAX: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProduct:
    """So many of a product, and what its owner wants to remember about it."""

    product_id: ProductId
    quantity: int
    note: str | None = None


@dataclass(eq=False, repr=False, kw_only=True)
class SavedListLine:
    """A child of a list, changed only through it."""

    id: SavedListLineId
    customer_id: CustomerId
    product_id: ProductId
    quantity: Quantity
    note: str | None


class SavedList(AggregateRoot):
    """Products and quantities of one person, to be put in the cart together.

    - A product stands on one line only; there are 2,000 lines at most.
    - Private until its owner shares it with the company. A shared one is read by all colleagues, and
      changed by its owner and by those who manage the company's users.
    - It may hold what cannot be ordered today: that is judged when it goes to the cart.
    """

    id: SavedListId
    customer_id: CustomerId
    owner_id: UserId
    name: str
    is_shared: bool
    changed_at: datetime
    version: int
    _lines: list[SavedListLine]

    @classmethod
    def start(
        cls, *, customer_id: CustomerId, owner_id: UserId, name: str, is_shared: bool, at: datetime
    ) -> Self:
        """Raises `InvalidListName`."""
        started = cls()
        started.id = SavedListId(new_id())
        started.customer_id = customer_id
        started.owner_id = owner_id
        started.name = _name(name)
        started.is_shared = is_shared
        started.changed_at = at
        started._lines = []
        return started

    @property
    def lines(self) -> tuple[SavedListLine, ...]:
        return tuple(self._lines)

    def allow(self, user_id: UserId, *, manages_users: bool) -> None:
        """Raises `SavedListNotYours` where somebody may read the list but not change it."""
        if user_id != self.owner_id and not manages_users:
            raise SavedListNotYours

    def edit(self, name: str, *, is_shared: bool, at: datetime) -> None:
        """Raises `InvalidListName`."""
        self.name = _name(name)
        self.is_shared = is_shared
        self.changed_at = at

    def add(self, wanted: Sequence[ListedProduct], *, at: datetime) -> None:
        """Raise the quantities that are there, up to the largest; a new note replaces the old one."""
        self._put(wanted, adding=True, at=at)

    def put(self, wanted: Sequence[ListedProduct], *, at: datetime) -> None:
        """Set quantity and note of each product."""
        self._put(wanted, adding=False, at=at)

    def remove(self, product_id: ProductId, *, at: datetime) -> None:
        """Raises `ProductNotOnList`."""
        line = next((line for line in self._lines if line.product_id == product_id), None)
        if line is None:
            raise ProductNotOnList
        self._lines.remove(line)
        self.changed_at = at

    def _put(self, wanted: Sequence[ListedProduct], *, adding: bool, at: datetime) -> None:
        quantities = [Quantity(wish.quantity) for wish in wanted]
        by_product = {line.product_id: line for line in self._lines}
        if len(by_product.keys() | {wish.product_id for wish in wanted}) > LIST_LINES_MAX:
            raise SavedListTooLong(lines_max=LIST_LINES_MAX)
        for wish, quantity in zip(wanted, quantities, strict=True):
            line = by_product.get(wish.product_id)
            if line is None:
                line = self._line(wish, quantity)
                by_product[wish.product_id] = line
                self._lines.append(line)
            elif adding:
                line.quantity = Quantity(min(line.quantity.value + quantity.value, QUANTITY_MAX))
                line.note = wish.note or line.note
            else:
                line.quantity = quantity
                line.note = wish.note
        self.changed_at = at

    def _line(self, wish: ListedProduct, quantity: Quantity) -> SavedListLine:
        return SavedListLine(
            id=SavedListLineId(new_id()),
            customer_id=self.customer_id,
            product_id=wish.product_id,
            quantity=quantity,
            note=wish.note,
        )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= LIST_NAME_LENGTH_MAX:
        raise InvalidListName
    return name

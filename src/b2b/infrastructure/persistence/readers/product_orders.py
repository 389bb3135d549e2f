"""The orders in which products are listed. Each ends with the id, so that a page can go on exactly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Numeric,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    literal_column,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from b2b.application.catalog.queries.products import ProductSort
from b2b.domain.catalog.naming import SORT_NAME_LENGTH
from b2b.infrastructure.persistence.readers.pricing import audience, holds, lowest_of_first_level
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.pricing import prices

# Where a product without a price sorts: behind the others, either way.
_NO_KEY: Final[ColumnElement[Any]] = literal_column("null")
_DEAREST: Final = Decimal("1e15")
_CHEAPEST: Final = Decimal(-1)


# What a cursor holds comes back from outside: it is bounded as any other input is.
class NameKey(msgspec.Struct, frozen=True):
    key: Annotated[str, msgspec.Meta(max_length=SORT_NAME_LENGTH, pattern=r"^[^\x00]*$")]
    id: UUID


class NewestKey(msgspec.Struct, frozen=True):
    id: UUID


class PriceKey(msgspec.Struct, frozen=True):
    key: Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,16}(\.[0-9]{1,4})?$")]
    id: UUID


class DearestKey(PriceKey, frozen=True):
    """Another kind, since its order is the other way round."""


class RelevanceKey(msgspec.Struct, frozen=True):
    """`wide` keeps the question as the first page asked it, whatever is inserted meanwhile."""

    key: Annotated[int, msgspec.Meta(ge=0, le=2**62)]
    id: UUID
    wide: bool


AnyKey = NameKey | NewestKey | PriceKey | RelevanceKey


@dataclass(frozen=True, slots=True)
class PageSource:
    """Who buys, and what answers the question where there is one."""

    buyer: CTE
    found: CTE | None
    is_dealer: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where the page's products come from, and by what they are sorted."""

    rows: FromClause
    key: ColumnElement[Any]
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A direction over (key, id), or over the id alone where there is no kind of key.

    - `nowhere` is the key of a product that has none.
    """

    cursor: type[AnyKey]
    source: Callable[[PageSource], Source]
    kind: TypeEngine[Any] | None
    descending: bool
    nowhere: ColumnElement[Any] = _NO_KEY

    def is_nowhere(self, cursor: AnyKey | None) -> bool:
        """The page begins behind a product that has no price."""
        return isinstance(cursor, PriceKey) and Decimal(cursor.key) == _NOWHERE[type(cursor)]

    def key_of(self, key: Any, id: UUID, *, wide: bool | None) -> AnyKey:
        """The cursor behind a row."""
        if self.cursor is RelevanceKey:
            return RelevanceKey(key, id, bool(wide))
        if issubclass(self.cursor, PriceKey):
            return self.cursor(f"{key:f}", id)
        return NewestKey(id) if self.cursor is NewestKey else NameKey(key, id)

    def by(self, key: ColumnElement[Any], id: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        columns = [id] if self.kind is None else [key, id]
        return [column.desc() if self.descending else column.asc() for column in columns]

    def behind(self, key: ColumnElement[Any], id: ColumnElement[Any]) -> ColumnElement[bool]:
        if self.kind is None:
            return self.behind_id(id)
        here = tuple_(key, id)
        last = tuple_(bindparam("after_key", type_=self.kind), bindparam("after_id", type_=Uuid))
        return here < last if self.descending else here > last

    def behind_id(self, id: ColumnElement[Any]) -> ColumnElement[bool]:
        """Among rows of the cursor's own key: an index goes on there."""
        last_id = bindparam("after_id", type_=Uuid)
        return id < last_id if self.descending else id > last_id


def after(cursor: AnyKey | None) -> Mapping[str, object]:
    if cursor is None:
        return {}
    return {"after_id": cursor.id, "after_key": getattr(cursor, "key", None)}


def _by_name(asked: PageSource) -> Source:
    return Source(products, products.c.sort_name)


def _by_age(asked: PageSource) -> Source:
    """Ids grow with time."""
    return Source(products, literal_column("null"))


def _number(value: Decimal) -> ColumnElement[Any]:
    return literal_column(f"{value:f}::numeric")


def _by_price(nowhere: ColumnElement[Any]) -> Callable[[PageSource], Source]:
    """What each of the filtered products costs this buyer, all at once: where many are left, `price_walk` is
    quicker.
    """

    def source(asked: PageSource) -> Source:
        theirs = and_(
            prices.c.product_id == products.c.id,
            audience(asked.buyer, dealer=asked.is_dealer),
            holds(asked.buyer),
            prices.c.min_quantity <= products.c.min_quantity,
        )
        key = func.coalesce(lowest_of_first_level(), nowhere)
        return Source(products.outerjoin(prices, theirs), key, grouped=True)

    return source


def _by_rank(asked: PageSource) -> Source:
    found = asked.found
    if found is None:
        return _by_name(asked)
    return Source(products.join(found, found.c.product_id == products.c.id), found.c.rank)


_NAME: Final = Order(NameKey, _by_name, Text(), descending=False)
_NEWEST: Final = Order(NewestKey, _by_age, None, descending=True)
_NOWHERE: Final = {PriceKey: _DEAREST, DearestKey: _CHEAPEST}
_PRICE: Final = Order(
    PriceKey, _by_price(_number(_DEAREST)), Numeric(), descending=False, nowhere=_number(_DEAREST)
)
_DEAREST_FIRST: Final = Order(
    DearestKey, _by_price(_number(_CHEAPEST)), Numeric(), descending=True, nowhere=_number(_CHEAPEST)
)
_RELEVANCE: Final = Order(RelevanceKey, _by_rank, BigInteger(), descending=True)

ORDERS: Final[Mapping[ProductSort, Order]] = {
    ProductSort.NAME: _NAME,
    ProductSort.NEWEST: _NEWEST,
    ProductSort.PRICE: _PRICE,
    ProductSort.PRICE_DESCENDING: _DEAREST_FIRST,
    ProductSort.RELEVANCE: _RELEVANCE,
}

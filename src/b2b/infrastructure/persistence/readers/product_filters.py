"""What must be true of a listed product, as conditions on `products`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import Any, Final

import msgspec
from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from b2b.application.catalog.queries.products import AttributeFilter, ProductFilters
from b2b.infrastructure.persistence.readers.inventory import is_available
from b2b.infrastructure.persistence.tables.catalog import brands, categories, product_categories, products

# Numbers of more digits are no attribute's value.
_NUMBER_LENGTH_MAX: Final = 30


class Reach(Enum):
    """How a category's products are found: a few are gathered, many are met on the way along the order."""

    FEW = auto()
    MANY = auto()
    ANY = auto()


@dataclass(frozen=True, slots=True)
class FilterShape:
    """Which filters there are; their values are parameters. `brands` tells none, one and several apart."""

    words: bool
    category: Reach | None = None
    brands: int = 0
    attributes: int = 0
    in_stock: bool | None = None


def shape_of(filters: ProductFilters, reach: Reach = Reach.ANY) -> FilterShape:
    return FilterShape(
        words=filters.words is not None,
        category=None if filters.category is None else reach,
        brands=min(len(filters.brands), 2),
        attributes=len(_by_code(filters.attributes)),
        in_stock=filters.in_stock,
    )


def filter_parameters(filters: ProductFilters) -> Mapping[str, object]:
    parameters: dict[str, object] = {"category": filters.category}
    if len(filters.brands) == 1:
        parameters["brand"] = filters.brands[0]
    elif filters.brands:
        parameters["brands"] = list(filters.brands)
    for place, (code, values) in enumerate(_by_code(filters.attributes).items()):
        parameters[f"attribute_{place}"] = code
        parameters[f"values_{place}"] = [shape for value in values for shape in _as_json(value)]
    return parameters


def conditions(shape: FilterShape, found: CTE | None) -> Sequence[ColumnElement[bool]]:
    """`found` are the products that answer a question, where the list is not read from them anyway."""
    wanted: list[ColumnElement[bool]] = [products.c.is_active, not_(products.c.is_deleted)]
    if found is not None:
        wanted.append(products.c.id.in_(select(found.c.product_id)))
    if shape.brands:
        wanted.append(_of_brand(several=shape.brands > 1))
    if shape.category is not None:
        wanted.append(_in_category(shape.category))
    if shape.in_stock is not None:
        wanted.append(is_available() if shape.in_stock else not_(is_available()))
    wanted.extend(_has_attribute(place) for place in range(shape.attributes))
    return wanted


def _of_brand(*, several: bool) -> ColumnElement[bool]:
    """One brand is compared as one value, which keeps the order of its index."""
    chosen = select(brands.c.id).where(not_(brands.c.is_deleted))
    if several:
        slugs = bindparam("brands", type_=ARRAY(Text))
        return products.c.brand_id.in_(chosen.where(brands.c.slug == any_(slugs)))
    return (
        products.c.brand_id == chosen.where(brands.c.slug == bindparam("brand", type_=Text)).scalar_subquery()
    )


def _in_category(reach: Reach) -> ColumnElement[bool]:
    inside = select(product_categories.c.product_id).where(product_categories.c.category_id == _below())
    match reach:
        case Reach.FEW:
            return products.c.id == any_(func.array(inside.scalar_subquery()))
        case Reach.MANY:
            # Not joined, but asked for each product: `offset 0` keeps it a question.
            here = inside.where(product_categories.c.product_id == products.c.id).offset(literal_column("0"))
            return exists(here.correlate(products))
        case Reach.ANY:
            return products.c.id.in_(inside)


def category_count(most: int) -> Select[Any]:
    """How many products the category has, but no more than `most`."""
    inside = select(product_categories.c.id).where(product_categories.c.category_id == _below())
    return select(func.count()).select_from(inside.limit(literal_column(str(most))).subquery())


def brand_count(most: int) -> Select[Any]:
    """How many products the brand has, but no more than `most`."""
    theirs = select(products.c.id).where(products.c.is_active, not_(products.c.is_deleted))
    theirs = theirs.where(_of_brand(several=False)).limit(literal_column(str(most)))
    return select(func.count()).select_from(theirs.subquery())


def _below() -> ColumnElement[Any]:
    """The category, and whatever is anywhere below it."""
    tree = (
        select(categories.c.id)
        .where(categories.c.slug == bindparam("category", type_=Text), not_(categories.c.is_deleted))
        .cte("tree", recursive=True)
    )
    below = categories.alias("below")
    # A union without repeats ends even where the ERP has made a circle.
    tree = tree.union(select(below.c.id).where(below.c.parent_id == tree.c.id, not_(below.c.is_deleted)))
    return any_(func.array(select(tree.c.id).scalar_subquery()))


def _has_attribute(place: int) -> ColumnElement[bool]:
    """One of the values; a list of several choices has a value where the value is among them."""
    code = bindparam(f"attribute_{place}", type_=Text)
    values = bindparam(f"values_{place}", type_=ARRAY(JSONB))
    stored: ColumnElement[Any] = products.c.attributes.op("->")(code)
    return stored.op("@>")(any_(values))


def _by_code(filters: Sequence[AttributeFilter]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for wanted in filters:
        found.setdefault(wanted.code, []).append(wanted.value)
    return found


def _as_json(value: str) -> list[str]:
    """What a typed value may be as stored: a text always, perhaps a number or a truth value."""
    shapes = [msgspec.json.encode(value).decode()]
    if value in {"true", "false"}:
        shapes.append(value)
    elif (number := _number(value)) is not None:
        shapes.append(f"{number:f}")
    return shapes


def _number(value: str) -> Decimal | None:
    if len(value) > _NUMBER_LENGTH_MAX or "e" in value.lower():
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

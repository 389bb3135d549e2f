"""How many of the filtered products have which brand, category and filterable attribute."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    column,
    func,
    literal_column,
    not_,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.products import (
    AttributeFacet,
    FacetValue,
    ProductFacets,
    ProductFilters,
)
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.readers.product_filters import (
    FilterShape,
    Reach,
    conditions,
    filter_parameters,
    shape_of,
)
from b2b.infrastructure.persistence.readers.product_search import matches, question
from b2b.infrastructure.persistence.readers.statements import Statement, drawn
from b2b.infrastructure.persistence.tables.catalog import (
    attributes,
    brands,
    categories,
    product_categories,
    products,
)

VALUES_MAX: Final = 50
ATTRIBUTES_MAX: Final = 30
ATTRIBUTE_VALUES_MAX: Final = 20
# A longer text is a description, which nobody filters by.
VALUE_LENGTH_MAX: Final = 100

Row = tuple[Any, ...]
AnySelect = Select[Any]


async def read_facets(
    session: AsyncSession, tenant_id: TenantId, filters: ProductFilters, reach: Reach
) -> ProductFacets:
    words = filters.words
    asked = {} if words is None else question(words)
    parameters = {**filter_parameters(filters), **asked, "tenant": tenant_id}
    rows = await facet_statement(shape_of(filters, reach)).rows(session, parameters)
    kinds = {kind: list(found) for kind, found in groupby(rows, key=lambda row: str(row[0]))}
    return ProductFacets(
        total=sum(row[6] for row in kinds.get("a_total", ())),
        brands=[_value(row) for row in kinds.get("b_brand", ())],
        categories=[_value(row) for row in kinds.get("c_category", ())],
        attributes=_attributes(kinds.get("d_attribute", ())),
    )


def _value(row: Row) -> FacetValue:
    return FacetValue(value=row[4], name=row[5], count=row[6])


def _attributes(rows: Iterable[Row]) -> list[AttributeFacet]:
    return [
        AttributeFacet(code=code, name=name, unit=unit, values=[_value(row) for row in found])
        for (code, name, unit), found in groupby(rows, key=lambda row: (row[1], row[2], row[3]))
    ]


@lru_cache(maxsize=128)
def facet_statement(shape: FilterShape) -> Statement:
    """Rows (kind, code, name, unit, value, label, count), the kinds and the attributes in one piece each."""
    found = matches() if shape.words else None
    chosen = (
        select(products.c.id, products.c.brand_id, products.c.attributes)
        .where(*conditions(shape, found))
        .cte("chosen")
        .prefix_with("materialized", dialect="postgresql")
    )
    parts = union_all(
        _total(chosen), _brands(chosen), _categories(chosen), _attribute_values(chosen)
    ).subquery()
    return drawn(select(*parts.c).order_by(parts.c.kind, parts.c.code, parts.c.count.desc(), parts.c.value))


def _columns(
    kind: str, value: ColumnElement[Any], label: ColumnElement[Any], count: ColumnElement[Any]
) -> tuple[ColumnElement[Any], ...]:
    nothing = cast(null(), Text)
    return (
        literal_column(f"'{kind}'").label("kind"),
        nothing.label("code"),
        nothing.label("name"),
        nothing.label("unit"),
        value.label("value"),
        label.label("label"),
        count.label("count"),
    )


def _total(chosen: CTE) -> AnySelect:
    nothing = cast(null(), Text)
    return select(*_columns("a_total", nothing, nothing, func.count())).select_from(chosen)


def _brands(chosen: CTE) -> AnySelect:
    of = chosen.c.brand_id
    return _most("b_brand", brands, select(of.label("of"), func.count().label("count")).group_by(of))


def _categories(chosen: CTE) -> AnySelect:
    """An outer join, whose inner side cannot be the chosen products: before the database has counted what the
    first push brought, it takes them for a few, and would go through all of them for each place of a product.
    """
    of = product_categories.c.category_id
    counted = (
        select(of.label("of"), func.count().label("count"))
        .select_from(chosen.outerjoin(product_categories, product_categories.c.product_id == chosen.c.id))
        .group_by(of)
    )
    return _most("c_category", categories, counted, not_(categories.c.is_deleted))


def _most(kind: str, named: Any, counted: AnySelect, *shown: ColumnElement[bool]) -> AnySelect:
    """`counted`: columns `of`, the id of what is counted, and `count`."""
    found = counted.subquery()
    most = (
        select(*_columns(kind, named.c.slug, named.c.name, found.c["count"]))
        .join_from(found, named, named.c.id == found.c.of)
        .where(*shown)
        .order_by(found.c["count"].desc(), named.c.slug)
        .limit(literal_column(str(VALUES_MAX)))
    )
    return select(*most.subquery().c)


def _attribute_values(chosen: CTE) -> AnySelect:
    """Lists of choices count once for each choice; the attributes that most products have come first."""
    pair = func.jsonb_each(chosen.c.attributes).table_valued("key", column("value", JSONB)).lateral("pair")
    is_list = func.jsonb_typeof(pair.c.value) == literal_column("'array'")
    as_list = case((is_list, pair.c.value), else_=func.jsonb_build_array(pair.c.value))
    each = func.jsonb_array_elements_text(as_list).table_valued(column("value", Text)).lateral("each")
    count = func.count()
    counted = (
        select(
            attributes.c.code,
            attributes.c.name,
            attributes.c.unit,
            each.c.value,
            count.label("count"),
            func.row_number()
            .over(partition_by=attributes.c.code, order_by=(count.desc(), each.c.value))
            .label("place"),
            func.sum(count).over(partition_by=attributes.c.code).label("known"),
        )
        .select_from(
            chosen.join(pair, true()).join(attributes, attributes.c.code == pair.c.key).join(each, true())
        )
        .where(attributes.c.filterable, func.length(each.c.value) <= literal_column(str(VALUE_LENGTH_MAX)))
        .group_by(attributes.c.code, attributes.c.name, attributes.c.unit, each.c.value)
        .subquery()
    )
    ranked = select(
        *counted.c, func.dense_rank().over(order_by=(counted.c.known.desc(), counted.c.code)).label("rank")
    ).subquery()
    return select(
        literal_column("'d_attribute'").label("kind"),
        ranked.c.code,
        ranked.c.name,
        ranked.c.unit,
        ranked.c.value,
        ranked.c.value.label("label"),
        ranked.c["count"],
    ).where(
        ranked.c.place <= literal_column(str(ATTRIBUTE_VALUES_MAX)),
        ranked.c.rank <= literal_column(str(ATTRIBUTES_MAX)),
    )

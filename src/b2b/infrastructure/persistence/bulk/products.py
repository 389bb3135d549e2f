"""Products with their categories and their search documents."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from psycopg.sql import SQL

from b2b.application.integration.items.catalog import ProductItem
from b2b.application.integration.ports import AnyItem
from b2b.domain.catalog.naming import sort_name
from b2b.infrastructure.persistence.bulk.convert import NUMBER, boolean, json_text, marked, text_array
from b2b.infrastructure.persistence.bulk.names import BRANDS, PRODUCTS, TYPES
from b2b.infrastructure.persistence.bulk.target import Cell, Cursor, Part, Rule, Target, column
from b2b.infrastructure.persistence.search_documents import SearchSource, search_document

# Making documents keeps the process busy; between slices of this many it serves other requests.
_SLICE: Final = 50

_CHANGED: Final = SQL(
    "select p.id::text, p.is_active and not p.is_deleted, p.sku, p.mpn, p.name, p.name_en, b.name, p.gtins,"
    " (select array_agg(n) from product_categories l join categories c on c.id = l.category_id"
    "  cross join lateral (values (c.name), (c.name_en)) v (n) where l.product_id = p.id and n is not null),"
    " t.name, (select array_agg(v #>> '{}') from jsonb_path_query(p.attributes, '$.*[*]') v"
    "  where jsonb_typeof(v) = 'string'), p.description"
    " from bulk_work w join products p on p.id = w.id"
    " left join brands b on b.id = p.brand_id left join product_types t on t.id = p.product_type_id"
    " where w.outcome in ('c', 'u')"
)
_STAGE: Final = SQL(
    "create temp table bulk_documents"
    " (product_id uuid, sku_folded text, mpn_folded text, document tsvector, is_listed boolean)"
    " on commit drop"
)
_COPY: Final = SQL("copy bulk_documents from stdin")
_INDEX: Final = SQL(
    "insert into product_search (tenant_id, product_id, sku_folded, mpn_folded, document, is_listed)"
    " select nullif(current_setting('app.tenant_id'), '')::uuid, d.* from bulk_documents d"
    " on conflict (tenant_id, product_id) do update set sku_folded = excluded.sku_folded,"
    " mpn_folded = excluded.mpn_folded, document = excluded.document, is_listed = excluded.is_listed;"
    " drop table bulk_documents"
)


async def index_products(cursor: Cursor) -> None:
    """What was written can be found by its words, in the same transaction."""
    await cursor.execute(_CHANGED)
    rows = iter(await cursor.fetchall())
    await cursor.execute(_STAGE)
    async with cursor.copy(_COPY) as copy:
        while part := list(islice(rows, _SLICE)):
            for row in part:
                await copy.write_row(_document(*row))
            await asyncio.sleep(0)
    await cursor.execute(_INDEX)


def _document(product_id: str, listed: bool, sku: str, mpn: str | None, *texts: Any) -> Sequence[object]:  # noqa: FBT001
    name, name_en, brand, gtins, categories, product_type, values, description = texts
    made = search_document(
        SearchSource(
            sku=sku,
            mpn=mpn,
            name=name,
            name_en=name_en,
            brand=brand,
            gtins=gtins or (),
            categories=categories or (),
            product_type=product_type,
            attribute_values=values or (),
            description=description,
        )
    )
    return product_id, made.sku_folded, made.mpn_folded, made.document, listed


def _categories(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, ProductItem) and isinstance(item.category_external_ids, list):
        for name in dict.fromkeys(item.category_external_ids):
            yield (name,)


PRODUCT_TARGET: Final = Target(
    table="products",
    columns=(
        column("categories_given", "category_external_ids", convert=marked, stored=False),
        column("sku", required=True),
        column("name", required=True),
        column("sort_name", "name", convert=sort_name),
        column("name_en"),
        column("description"),
        column("description_en"),
        column("brand_id", "brand_external_id", "brand", names=BRANDS, pointer="/brand"),
        column("product_type_id", "type_code", "type", names=TYPES, pointer="/type"),
        column("mpn"),
        column("gtins", kind="text[]", convert=text_array, default="'{}'::text[]"),
        column("attributes", kind="jsonb", convert=json_text, default="'{}'::jsonb"),
        column("vat_rate", kind="numeric", required=True),
        column("unit", default="'C62'"),
        column("min_quantity", kind="integer", convert=NUMBER, default="1"),
        column("quantity_step", kind="integer", convert=NUMBER, default="1"),
        column("max_quantity", kind="integer", convert=NUMBER),
        column("weight_grams", kind="integer", convert=NUMBER),
        column("warranty_months", kind="integer", convert=NUMBER),
        column("track_stock", kind="boolean", convert=boolean, default="true"),
        column("track_serials", kind="boolean", convert=boolean, default="false"),
        column("backorder_allowed", kind="boolean", convert=boolean, default="false"),
        column("image_url"),
        column("is_active", "active", kind="boolean", convert=boolean, default="true"),
        column("is_featured", "featured", kind="boolean", convert=boolean, default="false"),
        column("replacement_product_id", "replacement_sku", names=PRODUCTS),
    ),
    rules=(
        Rule(
            broken="m.max_quantity < m.min_quantity",
            code="product.quantities",
            pointer="/max_quantity",
            detail="The largest quantity is not below the smallest.",
        ),
    ),
    versioned=True,
    parts=(Part(name="bulk_categories", columns=(("external_id", "text"),), rows=_categories),),
    prepare=(
        "update bulk_work w set outcome = 'f', fault = 500, place = '/' || b.at"
        " from bulk_categories b left join categories c on c.external_id = b.external_id and not c.is_deleted"
        " where b.pos = w.pos and c.id is null and w.outcome in ('c', 'u', 'n');",
        "update bulk_work w set outcome = 'u' where outcome = 'n' and (given & 1) <> 0 and"
        " (select array_agg((c.external_id, l.is_primary) order by c.external_id) from product_categories l"
        "  join categories c on c.id = l.category_id where l.product_id = w.id) is distinct from"
        " (select array_agg((b.external_id, b.at = 0) order by b.external_id)"
        "  from (select external_id::varchar, at from bulk_categories where pos = w.pos) b);",
    ),
    late={
        500: Rule(
            broken="",
            code="reference.unknown",
            pointer="/category_external_ids",
            detail="Nothing is known by this name.",
        )
    },
    effects=(
        "delete from product_categories l using bulk_work w"
        " where w.id = l.product_id and w.outcome = 'u' and (w.given & 1) <> 0 and not exists ("
        " select from bulk_categories b join categories c on c.external_id = b.external_id"
        " where b.pos = w.pos and c.id = l.category_id);",
        "insert into product_categories (id, product_id, category_id, is_primary)"
        " select b.new_id, w.id, c.id, b.at = 0 from bulk_categories b join bulk_work w using (pos)"
        " join categories c on c.external_id = b.external_id where w.outcome in ('c', 'u')"
        " on conflict (tenant_id, product_id, category_id) do update set is_primary = excluded.is_primary"
        " where product_categories.is_primary <> excluded.is_primary;",
    ),
    finish=index_products,
    lines_max=2_000,
)

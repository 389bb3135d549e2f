"""Products with their categories and their search documents."""

from collections.abc import Iterator, Sequence
from typing import Final

from b2b.application.integration.items.catalog import ProductItem
from b2b.application.integration.ports import AnyItem
from b2b.domain.catalog.naming import sort_name
from b2b.domain.shared.errors import Fault
from b2b.infrastructure.persistence.bulk.convert import NUMBER, boolean, json_text, marked, text_array
from b2b.infrastructure.persistence.bulk.indexing import index
from b2b.infrastructure.persistence.bulk.names import BRANDS, PRODUCTS, TYPES
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule, Target, column


def _categories(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, ProductItem) and isinstance(item.category_external_ids, list):
        for name in dict.fromkeys(item.category_external_ids):
            yield (name,)


def _check(item: AnyItem) -> Fault | None:
    if not isinstance(item, ProductItem) or not isinstance(item.units, list):
        return None
    units = [given.unit for given in item.units]
    if len(set(units)) == len(units) and item.unit not in units:
        return None
    return Fault(pointer="/units", code="product.units", detail="Each unit comes once, and is not the base.")


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
        column("image_urls", kind="text[]", convert=text_array, default="'{}'::text[]"),
        column("units", kind="jsonb", convert=json_text, default="'[]'::jsonb"),
        column("documents", kind="jsonb", convert=json_text, default="'[]'::jsonb"),
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
    check=_check,
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
    finish=index("select id from bulk_work where outcome in ('c', 'u')"),
    lines_max=2_000,
)

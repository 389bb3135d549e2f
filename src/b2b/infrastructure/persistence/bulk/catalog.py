"""Brands, categories and product types."""

from collections.abc import Iterator, Sequence
from typing import Final

from b2b.application.integration.items.catalog import ProductTypeItem
from b2b.application.integration.ports import AnyItem
from b2b.domain.shared.text import fold
from b2b.infrastructure.persistence.bulk.convert import NUMBER, boolean, marked, slugged, text_array
from b2b.infrastructure.persistence.bulk.indexing import index
from b2b.infrastructure.persistence.bulk.names import CATEGORIES_AND_NEW, TYPES
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule, Target, column

BRAND_TARGET: Final = Target(
    table="brands",
    columns=(
        column("name", required=True),
        column("name_folded", "name", convert=fold),
        column("slug_made", "name", convert=slugged, stored=False),
        # Two names may fold to one slug; the second then carries a mark of its key.
        column(
            "slug",
            default="case when exists (select from brands b where b.slug = s.slug_made)"
            " or exists (select from bulk_stage b where b.slug_made = s.slug_made and b.pos < s.pos)"
            " then s.slug_made || '-' || left(md5(s.external_id), 6) else s.slug_made end",
        ),
    ),
    finish=index(
        "select p.id from bulk_work w join products p on p.brand_id = w.id"
        " where w.outcome = 'u' and w.name is distinct from w.old_name"
    ),
    lines_max=2_000,
)

CATEGORY_TARGET: Final = Target(
    table="categories",
    columns=(
        column("parent_id", "parent_external_id", names=CATEGORIES_AND_NEW),
        column("name", required=True),
        column("name_en"),
        column("slug_made", "name", convert=slugged, stored=False),
        column(
            "slug",
            default="case when exists (select from categories c where c.slug = s.slug_made)"
            " or exists (select from bulk_stage b where b.slug_made = s.slug_made and b.pos < s.pos)"
            " then s.slug_made || '-' || left(md5(s.external_id), 6) else s.slug_made end",
        ),
        column("position", kind="integer", convert=NUMBER, default="0"),
        column("image_url"),
        column("product_type_id", "type_code", names=TYPES),
    ),
    prepare=(
        # Up from each changed category, through what this push changes and what is stored.
        "with recursive up (start, at, depth) as ("
        " select id, parent_id, 1 from bulk_work where outcome in ('c', 'u') and parent_id is not null"
        " union all"
        " select up.start, case when w.id is null then c.parent_id else w.parent_id end, up.depth + 1"
        " from up left join bulk_work w on w.id = up.at and w.outcome in ('c', 'u')"
        " left join categories c on c.id = up.at"
        " where up.at is not null and up.at <> up.start and up.depth < 50"
        ") update bulk_work w set outcome = 'f', fault = 500 from up"
        " where up.start = w.id and (up.at = up.start or up.depth = 50);",
        # What hangs below a new category that was refused cannot be written either.
        "with recursive lost (id, is_new) as ("
        " select id, is_new from bulk_work where outcome = 'f' and is_new"
        " union select w.id, w.is_new from bulk_work w join lost on lost.id = w.parent_id and lost.is_new"
        ") update bulk_work w set outcome = 'f', fault = 501 from lost"
        " where lost.id = w.id and w.outcome in ('c', 'u', 'n');",
    ),
    late={
        500: Rule(
            broken="",
            code="category.cycle",
            pointer="/parent_external_id",
            detail="A category cannot stand below itself, or deeper than 50 levels.",
        ),
        501: Rule(
            broken="",
            code="reference.unknown",
            pointer="/parent_external_id",
            detail="The parent in this body was refused.",
        ),
    },
    finish=index(
        "select distinct l.product_id from bulk_work w join product_categories l on l.category_id = w.id"
        " where w.outcome = 'u' and (w.name, w.name_en) is distinct from (w.old_name, w.old_name_en)"
    ),
    lines_max=5_000,
)


def _attributes(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, ProductTypeItem) and isinstance(item.attributes, list):
        # A code that comes twice counts once, as it was said last.
        for given in {given.code: given for given in item.attributes}.values():
            yield (
                given.code,
                given.name,
                given.name_en,
                given.type,
                given.unit,
                boolean(given.filterable),
                boolean(given.required),
                boolean(given.visible),
                str(given.position),
                None if given.options is None else text_array(given.options),
            )


PRODUCT_TYPE_TARGET: Final = Target(
    table="product_types",
    columns=(
        column("attributes_given", "attributes", convert=marked, stored=False),
        column("code", required=True),
        column("name", required=True),
        column("name_en"),
    ),
    parts=(
        Part(
            name="bulk_attributes",
            columns=(
                ("code", "text"),
                ("name", "text"),
                ("name_en", "text"),
                ("type", "text"),
                ("unit", "text"),
                ("filterable", "boolean"),
                ("required", "boolean"),
                ("visible", "boolean"),
                ("position", "integer"),
                ("options", "text[]"),
            ),
            rows=_attributes,
        ),
    ),
    prepare=(
        "update bulk_work w set outcome = 'u' where outcome = 'n' and (given & 1) <> 0 and ("
        " exists (select from bulk_attributes a left join attributes d on d.code = a.code"
        "  left join product_type_attributes l on l.attribute_id = d.id and l.product_type_id = w.id"
        "  where a.pos = w.pos and (l.id is null"
        "  or (a.required, a.visible, a.position) is distinct from (l.required, l.visible, l.position)"
        "  or (a.name, a.name_en, a.type, a.unit, a.filterable, a.options)"
        "   is distinct from (d.name, d.name_en, d.type, d.unit, d.filterable, d.options)"
        # Where several types of a body define a code, the last one's definition is what is kept.
        "   and not exists (select from bulk_attributes z where z.code = a.code and z.pos > a.pos)))"
        " or (select count(*) from product_type_attributes l where l.product_type_id = w.id)"
        "  <> (select count(*) from bulk_attributes a where a.pos = w.pos));",
    ),
    effects=(
        "insert into attributes (id, code, name, name_en, type, unit, filterable, options)"
        " select distinct on (a.code) a.new_id, a.code, a.name, a.name_en, a.type, a.unit, a.filterable,"
        " a.options from bulk_attributes a join bulk_work w using (pos) where w.outcome in ('c', 'u')"
        " order by a.code, a.pos desc"
        " on conflict (tenant_id, code) do update set name = excluded.name, name_en = excluded.name_en,"
        " type = excluded.type, unit = excluded.unit, filterable = excluded.filterable,"
        " options = excluded.options"
        " where (attributes.name, attributes.name_en, attributes.type, attributes.unit,"
        " attributes.filterable, attributes.options) is distinct from (excluded.name, excluded.name_en,"
        " excluded.type, excluded.unit, excluded.filterable, excluded.options);",
        "delete from product_type_attributes l using bulk_work w"
        " where w.id = l.product_type_id and w.outcome = 'u' and (w.given & 1) <> 0 and not exists ("
        " select from bulk_attributes a join attributes d on d.code = a.code"
        " where a.pos = w.pos and d.id = l.attribute_id);",
        "insert into product_type_attributes"
        " (id, product_type_id, attribute_id, required, visible, position)"
        " select a.new_id, w.id, d.id, a.required, a.visible, a.position"
        " from bulk_attributes a join bulk_work w using (pos) join attributes d on d.code = a.code"
        " where w.outcome in ('c', 'u')"
        " on conflict (tenant_id, product_type_id, attribute_id) do update set"
        " required = excluded.required, visible = excluded.visible, position = excluded.position;",
    ),
    finish=index(
        "select p.id from bulk_work w join products p on p.product_type_id = w.id"
        " where w.outcome = 'u' and w.name is distinct from w.old_name"
    ),
    lines_max=1_000,
)

"""What was written is found by its words, in the same transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Any, Final, LiteralString

from psycopg.sql import SQL

from b2b.infrastructure.persistence.bulk.target import Cursor
from b2b.infrastructure.persistence.search_documents import SearchSource, search_document

# A brand may have very many products: so many are held at a time.
_PART: Final = 2_000
# Making documents keeps the process busy; between slices of this many it serves other requests.
_SLICE: Final = 50

_SOURCES: Final = SQL(
    "select p.id::text, p.is_active and not p.is_deleted, p.sku, p.mpn, p.name, p.name_en, b.name, p.gtins,"
    " (select array_agg(n) from product_categories l join categories c on c.id = l.category_id"
    "  cross join lateral (values (c.name), (c.name_en)) v (n) where l.product_id = p.id and n is not null),"
    " t.name, (select array_agg(v #>> '{}') from jsonb_path_query(p.attributes, '$.*[*]') v"
    "  where jsonb_typeof(v) = 'string'), p.description"
    " from unnest(%s::uuid[]) given (id) join products p on p.id = given.id"
    " left join brands b on b.id = p.brand_id left join product_types t on t.id = p.product_type_id"
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


def index(touched: LiteralString) -> Callable[[Cursor], Awaitable[None]]:
    """Make the search documents of the products whose ids the query gives."""

    async def finish(cursor: Cursor) -> None:
        await cursor.execute(SQL(touched))
        ids = iter([row[0] for row in await cursor.fetchall()])
        while part := list(islice(ids, _PART)):
            await _index(cursor, part)

    return finish


async def _index(cursor: Cursor, ids: Sequence[object]) -> None:
    await cursor.execute(_SOURCES, [ids])
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

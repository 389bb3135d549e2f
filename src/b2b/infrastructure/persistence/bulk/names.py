"""Queries of (name, id): how items name rows of other resources. No name comes twice in one of them."""

from typing import Final, LiteralString

PRODUCTS: Final[LiteralString] = "select sku as name, id from products where not is_deleted"
CUSTOMERS: Final[LiteralString] = "select external_id as name, id from customers where not is_deleted"
WAREHOUSES: Final[LiteralString] = (
    "select distinct on (name) name, id from ("
    " select code as name, id, 0 as rank from warehouses where not is_deleted"
    " union all select external_id, id, 1 from warehouses where not is_deleted and external_id is not null"
    ") n order by name, rank"
)
TIERS: Final[LiteralString] = (
    "select distinct on (name) name, id from ("
    " select code as name, id, 0 as rank from tiers where not is_deleted"
    " union all select external_id, id, 1 from tiers where not is_deleted and external_id is not null"
    ") n order by name, rank"
)
BRANDS: Final[LiteralString] = (
    "select distinct on (name) name, id from ("
    " select external_id as name, id, 0 as rank from brands where not is_deleted and external_id is not null"
    " union all select name, id, 1 from brands where not is_deleted"
    ") n order by name, rank, id"
)
TYPES: Final[LiteralString] = (
    "select distinct on (name) name, id from ("
    " select code as name, id, 0 as rank from product_types where not is_deleted"
    " union all select external_id, id, 1 from product_types where not is_deleted and external_id is not null"
    ") n order by name, rank"
)
CATEGORIES: Final[LiteralString] = (
    "select external_id as name, id from categories where not is_deleted and external_id is not null"
)
# A parent may stand in the same body, new or brought back.
CATEGORIES_AND_NEW: Final[LiteralString] = (
    "select external_id as name, id from categories where not is_deleted and external_id is not null"
    " union all select n.external_id, coalesce(c.id, n.new_id) from bulk_stage n"
    " left join categories c on c.external_id = n.external_id"
    " where not n.is_delete and (c.id is null or c.is_deleted)"
)

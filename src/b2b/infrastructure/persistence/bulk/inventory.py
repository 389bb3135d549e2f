"""Warehouses, and what is counted in them."""

from typing import Final

from b2b.infrastructure.persistence.bulk.convert import NUMBER, json_text
from b2b.infrastructure.persistence.bulk.names import PRODUCTS, WAREHOUSES
from b2b.infrastructure.persistence.bulk.target import Target, column

WAREHOUSE_TARGET: Final = Target(
    table="warehouses",
    columns=(column("code", required=True), column("name", required=True)),
)

# The levels are locked as an order locks them: so the two wait for each other in a line, not in a circle.
STOCK_TARGET: Final = Target(
    table="stock_levels",
    columns=(
        column("product_id", "sku", names=PRODUCTS),
        column("warehouse_id", "warehouse", names=WAREHOUSES),
        column("on_hand", kind="integer", convert=NUMBER, required=True),
        column("expected", kind="jsonb", convert=json_text, default="'[]'::jsonb"),
    ),
    match="t.product_id = r_product_id.id and t.warehouse_id = r_warehouse_id.id",
    identity=(),
    soft_delete=False,
    # An empty level is what remembers the version.
    tombstones=False,
    locks=(
        "select from stock_levels l"
        " join products p on p.id = l.product_id join bulk_stage s on s.product_id = p.sku"
        " join warehouses w on w.id = l.warehouse_id and s.warehouse_id in (w.code, w.external_id)"
        " order by p.sku, w.code for update of l;"
    ),
    prepare=(
        "update bulk_work set on_hand = 0, outcome = 'u'"
        " where is_delete and not is_new and outcome = 'n' and old_on_hand <> 0;",
    ),
    write=(
        "insert into stock_levels"
        " (id, product_id, warehouse_id, on_hand, expected, as_of, external_id, source_version)"
        " select id, product_id, warehouse_id, on_hand, expected, now(), external_id, given_version"
        " from bulk_work where outcome = 'c' order by pos;"
        "insert into stock_levels (id, product_id, warehouse_id, as_of, external_id, source_version)"
        " select w.id, p.id, h.id, now(), w.external_id, w.given_version"
        " from bulk_work w join bulk_stage s using (pos)"
        " join products p on p.sku = s.product_id and not p.is_deleted"
        " join warehouses h on s.warehouse_id in (h.code, h.external_id) and not h.is_deleted"
        " where w.is_new and w.is_delete and w.outcome = 'n' and w.given_version is not null order by w.pos"
        " on conflict (tenant_id, product_id, warehouse_id) do nothing;"
        "update stock_levels t set on_hand = w.on_hand, expected = w.expected, as_of = now(),"
        " external_id = coalesce(w.external_id, t.external_id),"
        " source_version = coalesce(w.given_version, t.source_version)"
        " from bulk_work w where t.id = w.id and not w.is_new and w.outcome in ('u', 'n');"
    ),
    effects=(
        "insert into stock_movements (id, product_id, warehouse_id, kind, quantity, reference, occurred_at)"
        " select new_id, product_id, warehouse_id, 'count', on_hand - coalesce(old_on_hand, 0), 'erp', now()"
        " from bulk_work where outcome in ('c', 'u') and on_hand <> coalesce(old_on_hand, 0);",
    ),
)

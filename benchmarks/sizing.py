"""From what was measured to what a deployment needs: rates per core, memory, growth, cores for a goal."""

from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.costs import Cost
from benchmarks.laboratory import Finding
from benchmarks.site import WORKERS, Site

GOAL_ORDERS: Final = 1_000
# How many pages are looked at for each order that is placed.
PAGES_PER_ORDER: Final = 20
# Of a core's time; what is above it makes queues.
BUSY_SHARE: Final = 0.6
GROWING: Final = (
    "orders",
    "order_lines",
    "order_status_changes",
    "stock_reservations",
    "stock_movements",
    "credit_holds",
    "invoices",
    "invoice_lines",
    "journal_entries",
    "journal_postings",
    "outbox",
    "audit_log",
    "idempotency_keys",
)
_BYTES: Final = """
select coalesce(sum(pg_table_size(t.oid)), 0)::bigint, coalesce(sum(pg_indexes_size(t.oid)), 0)::bigint
from pg_class t join pg_namespace n on n.oid = t.relnamespace
where n.nspname = 'public' and t.relkind = 'r' and (t.relname = any(%(names)s)
  or exists (select 1 from pg_inherits i join pg_class p on p.oid = i.inhparent
             where i.inhrelid = t.oid and p.relname = any(%(names)s)))
"""


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables of orders and their effects hold, and of how many orders."""

    orders: int
    table_bytes: int
    index_bytes: int

    def gigabytes_of(self, orders: int) -> tuple[float, float]:
        """Of tables and of indexes."""
        each = max(self.orders, 1)
        return self.table_bytes / each * orders / 1e9, self.index_bytes / each * orders / 1e9


def growth_of(site: Site) -> Growth:
    with site.database.superuser() as connection:
        orders = connection.execute("select count(*) from orders").fetchone()
        row = connection.execute(_BYTES, {"names": list(GROWING)}).fetchone()
    tables, indexes = row or (0, 0)
    return Growth(orders=orders[0] if orders else 0, table_bytes=tables, index_bytes=indexes)


def sizing(
    findings: Sequence[Finding],
    growth: Growth | None,
    cores: int,
    page_factor: float | None,
    order_factor: float | None,
) -> list[str]:
    """Lines of Markdown; factors are how much dearer each is at 500,000 products than at the least size: none
    where that was not asked.
    """
    by_name = {finding.name: finding for finding in findings}
    order, page = by_name.get("order"), by_name.get("product_list")
    if order is None or page is None:
        return ["Sizing needs the scenarios `order` and `product_list`.", ""]
    lines = [
        "| Per core of everything together (load generator included) | a second | ms of processor each |",
        "|---|---:|---:|",
        *(
            f"| {finding.title} | {finding.closed.rate / cores:,.0f} | {_total(finding.cost):.1f} |"
            for finding in findings
            if finding.closed
        ),
        "",
        _memory(order.cost),
        *_growing(growth),
        "",
        *_scaled(order.cost, page.cost, page_factor, order_factor),
    ]
    return [*lines, ""]


def _memory(cost: Cost) -> str:
    held = cost.memory_mb
    portal = held.get("portal", 0.0)
    return (
        f"Memory under this load: portal {portal:,.0f} MB with {WORKERS} workers"
        f" ({portal / (WORKERS + 1):,.0f} for each of them and their parent), integration API"
        f" {held.get('integration', 0.0):,.0f} MB, PostgreSQL {held.get('postgres', 0.0):,.0f} MB beside"
        f" the system's cache, Valkey {held.get('valkey-server', 0.0):,.0f} MB."
    )


def _growing(growth: Growth | None) -> list[str]:
    if growth is None or not growth.orders:
        return []
    tables, indexes = growth.gigabytes_of(1_000_000)
    return [
        f"A million orders with all they leave behind take {tables:,.1f} GB of tables and"
        f" {indexes:,.1f} GB of indexes (measured over {growth.orders:,})."
    ]


def _scaled(order: Cost, page: Cost, page_factor: float | None, order_factor: float | None) -> list[str]:
    """Cores for the goal: processor time of an order and its pages, at a share that leaves room."""
    pages = GOAL_ORDERS * PAGES_PER_ORDER
    size = "with as many products as here (what more of them cost was not measured)"
    if page_factor and order_factor:
        size = (
            f"at 500,000 products (a page then costs {page_factor:.2f} times as much, an order"
            f" {order_factor:.2f} times)"
        )
    else:
        page_factor = order_factor = 1.0
    rows = []
    for kind in ("portal", "postgres", "valkey-server"):
        orders_ms = order.cpu_ms.get(kind, 0.0) * order_factor
        pages_ms = page.cpu_ms.get(kind, 0.0) * page_factor
        cores = (GOAL_ORDERS * orders_ms + pages * pages_ms) / 1000 / BUSY_SHARE
        rows.append(f"| {kind} | {orders_ms:.2f} | {pages_ms:.2f} | {cores:,.0f} |")
    return [
        f"{GOAL_ORDERS:,} orders a second with {PAGES_PER_ORDER} pages each ({pages:,} pages/s) {size},"
        f" cores busy at {BUSY_SHARE:.0%}:",
        "",
        "| Process | ms an order | ms a page | cores |",
        "|---|---:|---:|---:|",
        *rows,
        "",
        "Portal workers scale out without knowing of each other. Orders go to one PostgreSQL: its share of an"
        " order says how many cores that one needs.",
    ]


def _total(cost: Cost) -> float:
    return sum(cost.cpu_ms.values())

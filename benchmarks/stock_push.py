"""Pushing what is on hand of every product, beside COPY and an update of the same rows."""

from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.bulk import copy_rows, push_lines
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median, median_ratio
from benchmarks.site import Site

FLOOR: Final = Floor(ratio=0.2)
ROWS: Final = 50_000

_PLACES: Final = """
select p.sku, w.code from stock_levels s join products p on p.id = s.product_id
join warehouses w on w.id = s.warehouse_id
where s.tenant_id = %s and not p.is_deleted and not w.is_deleted order by p.sku, w.code limit %s
"""
_STAGE: Final = "create temp table stage (sku text, warehouse text, on_hand integer) on commit drop"
_COPY: Final = "copy stage (sku, warehouse, on_hand) from stdin"
_UPSERT: Final = """
insert into stock_levels (id, product_id, warehouse_id, on_hand, as_of)
select uuidv7(), p.id, w.id, s.on_hand, now()
from stage s join products p on p.sku = s.sku join warehouses w on w.code = s.warehouse
on conflict (tenant_id, product_id, warehouse_id)
do update set on_hand = excluded.on_hand, as_of = excluded.as_of
"""

Places = Sequence[tuple[str, str]]


def stock_push(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    places = _places(site)
    ours: list[Reading] = []
    limits: list[Reading] = []
    for run in range(1, pace.runs + 1):
        note(f"Pushing {len(places):,} counts of stock, run {run}: the API")
        ours.append(Reading(rate=len(places) / _push(site, places, run)))
        site.settle()
        note(f"Pushing {len(places):,} counts of stock, run {run}: COPY")
        limits.append(Reading(rate=len(places) / _copy(site, places, run)))
        site.settle()
    return [
        Figure(
            name="stock_push",
            title=f"Pushing {len(places):,} counts of stock as NDJSON, all changed",
            unit="rows/s",
            ours=median(ours),
            limit=median(limits),
            limit_is="COPY to a temporary table and one upsert by psycopg, as the same role",
            ratio=median_ratio(ours, limits),
            floor=FLOOR,
            runs=pace.runs,
        )
    ]


def push_counts(site: Site, run: int) -> None:
    """As the ERP does now and then: every count of the scenario anew."""
    _push(site, _places(site), run)


def _places(site: Site) -> Places:
    with site.database.superuser() as connection:
        return connection.execute(_PLACES, [site.tenant_id, ROWS]).fetchall()


def _push(site: Site, places: Places, run: int) -> float:
    """Seconds; every count differs from what was there."""
    body = b"".join(
        msgspec.json.encode({"sku": sku, "warehouse": code, "on_hand": 1_000_000_000 + 2 * run}) + b"\n"
        for sku, code in places
    )
    seconds, answer = push_lines(site, "stock", body)
    if answer["updated"] != len(places):
        raise ValueError(f"Not every count was written: {str(answer)[:300]}")
    return seconds


def _copy(site: Site, places: Places, run: int) -> float:
    text = "".join(f"{sku}\t{code}\t{1_000_000_001 + 2 * run}\n" for sku, code in places).encode()
    return copy_rows(site, text, stage=_STAGE, copy=_COPY, upsert=_UPSERT)

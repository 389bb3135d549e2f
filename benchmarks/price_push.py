"""Pushing 100,000 prices as lines of JSON, beside COPY and an upsert of the same rows into the same table."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from benchmarks.bulk import copy_rows, push_lines
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median, median_ratio
from benchmarks.site import Site

FLOOR: Final = Floor(ratio=0.2)
ROWS: Final = 100_000
TIMEOUT_SECONDS: Final = 120.0

_STAGE: Final = """
create temp table stage (external_id text, sku text, min_quantity integer, unit_price numeric,
  source_version bigint) on commit drop
"""
_COPY: Final = "copy stage (external_id, sku, min_quantity, unit_price, source_version) from stdin"
_UPSERT: Final = """
insert into prices (id, product_id, level, min_quantity, unit_price, currency, external_id, source,
  source_version, last_synced_at)
select uuidv7(), p.id, 'list', s.min_quantity, s.unit_price, 'TRY', s.external_id, 'erp',
  s.source_version, now()
from stage s join products p on p.sku = s.sku
on conflict (tenant_id, external_id) do update set product_id = excluded.product_id,
  min_quantity = excluded.min_quantity, unit_price = excluded.unit_price,
  source_version = excluded.source_version, last_synced_at = excluded.last_synced_at
"""


class PriceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A list price for a large quantity, so that no dealer's price changes by it."""

    external_id: str
    source_version: int
    sku: str
    level: str
    min_quantity: int
    unit_price: str
    currency: str


def price_push(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    sides: dict[str, Callable[[Site, list[PriceLine]], float]] = {"portal": push, "copy": copy}
    seconds: dict[tuple[str, str], list[float]] = {}
    for run in range(1, pace.runs + 1):
        for side, write in sides.items():
            for version, kind in ((1, "new"), (2, "existing")):
                note(f"Pushing {ROWS:,} {kind} prices, run {run}: {side}")
                taken = write(site, lines(site, side, version))
                seconds.setdefault((side, kind), []).append(taken)
            remove(site)
    return [_figure(kind, seconds["portal", kind], seconds["copy", kind]) for kind in ("new", "existing")]


def lines(site: Site, side: str, version: int) -> list[PriceLine]:
    """Fifty prices each of the first products; each version has other prices."""
    return [
        PriceLine(
            external_id=f"BENCH-{side}-{number}",
            source_version=version,
            sku=site.skus[number % len(site.skus)],
            level="list",
            min_quantity=100_000 + number // len(site.skus),
            unit_price=f"{number % 5000 + version}.2500",
            currency="TRY",
        )
        for number in range(ROWS)
    ]


def push(site: Site, rows: Sequence[PriceLine]) -> float:
    body = msgspec.json.Encoder().encode_lines(rows)
    seconds, result = push_lines(site, "prices", body)
    if result["created"] + result["updated"] != len(rows):
        raise ValueError(f"Not every price was written: {str(result)[:300]}")
    return seconds


def copy(site: Site, rows: Iterable[PriceLine]) -> float:
    text = "".join(
        f"{row.external_id}\t{row.sku}\t{row.min_quantity}\t{row.unit_price}\t{row.source_version}\n"
        for row in rows
    ).encode()
    return copy_rows(site, text, stage=_STAGE, copy=_COPY, upsert=_UPSERT)


def remove(site: Site) -> None:
    with site.database.superuser() as connection:
        connection.execute(
            "delete from price_changes"
            " where price_id in (select id from prices where external_id like 'BENCH-%')"
        )
        connection.execute("delete from prices where external_id like 'BENCH-%'")
    site.settle()


def _figure(kind: str, ours_seconds: list[float], limit_seconds: list[float]) -> Figure:
    ours = [Reading(rate=ROWS / seconds) for seconds in ours_seconds]
    limits = [Reading(rate=ROWS / seconds) for seconds in limit_seconds]
    return Figure(
        name=f"price_push_{kind}",
        title=f"Pushing {ROWS:,} prices as NDJSON, all {kind}",
        unit="rows/s",
        ours=median(ours),
        limit=median(limits),
        limit_is="COPY to a temporary table and one upsert by psycopg, as the same role",
        ratio=median_ratio(ours, limits),
        floor=FLOOR,
        runs=len(ours),
    )

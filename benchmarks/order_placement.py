"""Placing an order of five lines, beside the same transaction written for PostgreSQL alone."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from benchmarks import pgbench
from benchmarks.load import fire, request
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median, median_ratio
from benchmarks.site import Dealer, Site

FLOOR: Final = Floor(ratio=0.15, p95_ms=200.0)
SCRIPT: Final = Path(__file__).with_name("order.sql")
LINES: Final = 5
# Different bodies that a connection sends in turn.
BODIES: Final = 200
SEED: Final = 20261121

_NUMBERED: Final = """
drop table if exists bench_dealers, bench_products;
create table bench_dealers (n integer primary key, customer_id uuid, address_id uuid, account_id uuid,
  user_id uuid, session_id uuid);
create table bench_products (n integer primary key, product_id uuid);
grant select on bench_dealers, bench_products to b2b_app;
"""


def order_placement(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    number_for_pgbench(site)
    variables = limit_variables(site)
    ours: list[Reading] = []
    limits: list[Reading] = []
    for run in range(1, pace.runs + 1):
        note(f"Placing orders, run {run}: the portal")
        ours.append(fire(site.portal_port, order_lanes(site, pace, run), pace))
        site.settle()
        note(f"Placing orders, run {run}: pgbench")
        limits.append(pgbench.run(site.database, SCRIPT, variables, pace))
        site.settle()
    return [
        Figure(
            name="order_placement",
            title=f"Placing an order of {LINES} lines",
            unit="orders/s",
            ours=median(ours),
            limit=median(limits),
            limit_is="pgbench with the same statements, prepared, the same row security and fsync",
            ratio=median_ratio(ours, limits),
            floor=FLOOR,
            runs=pace.runs,
        )
    ]


def order_lanes(site: Site, pace: Pace, run: int) -> list[list[str]]:
    """The dealers take turns on each connection; no two connections share one."""
    chance = random.Random(SEED + run)
    lanes = []
    for lane in range(pace.connections):
        dealers = site.dealers[lane :: pace.connections] or [site.dealers[lane % len(site.dealers)]]
        lanes.append([order_request(site, dealers[turn % len(dealers)], chance) for turn in range(BODIES)])
    return lanes


def limit_variables(site: Site) -> dict[str, str]:
    """What `order.sql` draws from."""
    return {
        "tenant": site.tenant_id,
        "dealers": str(len(site.dealers)),
        "products": str(len(site.skus)),
    }


def order_request(
    site: Site, dealer: Dealer, chance: random.Random, skus: Sequence[str] | None = None
) -> str:
    """Five lines of the products given, or of any."""
    wanted = chance.sample(skus or site.skus, LINES)
    body = {
        "lines": [{"sku": sku, "quantity": chance.randint(1, 3)} for sku in wanted],
        "shipping_address_id": dealer.address_id,
        "payment_method": "open_account",
    }
    return request("POST", "/api/v1/orders", dealer.token, msgspec.json.encode(body))


def number_for_pgbench(site: Site) -> None:
    with site.database.superuser() as connection:
        connection.execute(_NUMBERED)
        for number, dealer in enumerate(site.dealers, start=1):
            ids = [
                dealer.customer_id,
                dealer.address_id,
                dealer.account_id,
                dealer.user_id,
                dealer.session_id,
            ]
            connection.execute("insert into bench_dealers values (%s, %s, %s, %s, %s, %s)", [number, *ids])
        connection.execute(
            "insert into bench_products select n, p.id from unnest(%s::text[]) with ordinality given (sku, n)"
            " join products p on p.tenant_id = %s and p.sku = given.sku",
            [site.skus, site.tenant_id],
        )
    site.settle()

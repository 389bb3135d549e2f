"""`python -m benchmarks.soak`: an hour of a busy working day; whether anything slows down or is left over.

A thousand people look around and think for ten seconds between two requests, five orders come in each second
(432,000 a day), the ERP pushes counts of stock, events go to a webhook receiver; worker and scheduler are
there. Exit status 1 where something that must hold does not.
"""

import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import click
import msgspec
from rich.console import Console

from benchmarks import crowds, scenarios
from benchmarks.arrivals import Arrivals, Spread, arrive, at_random, thinking
from benchmarks.behind import behind, receiver
from benchmarks.costs import memory
from benchmarks.crowds import PAUSE_SECONDS, USERS, Bar
from benchmarks.machine import load_average, machine_of
from benchmarks.measures import Note
from benchmarks.order_placement import order_request
from benchmarks.scenarios import SEED
from benchmarks.site import Site, home_at, running_site
from benchmarks.sizes import MAIN
from benchmarks.soak_report import Part, judged, written
from benchmarks.stock_push import push_counts
from benchmarks.stocking import stock
from benchmarks.terminal import notes
from benchmarks.webhooks import open_endpoint

ORDERS_A_SECOND: Final = 5.0
PARTS: Final = 12
DIFFERENT_ORDERS: Final = 400
PATIENCE_SECONDS: Final = 120.0

_LEFT: Final = """
select (select count(*) from outbox where published_at is null)
     + (select count(*) from webhook_deliveries where state <> 'delivered')
"""


@click.command()
@click.option("--minutes", type=click.FloatRange(min=1), default=60.0, show_default=True)
def main(*, minutes: float) -> None:
    """Load an installation for so long; an hour or more is written to docs/benchmarks.md."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    busy = load_average()
    with notes(console) as note, home_at(None) as folder, running_site(folder) as site:
        stock(site, note, MAIN)
        with receiver() as url, behind(site):
            open_endpoint(site, url, "order.*")
            parts = list(_parts(site, minutes * 60 / PARTS, note))
            bars = [*judged(parts), _left_over(site, note)]
        crowds.check_exact(site)
        machine = msgspec.structs.replace(machine_of(site), busy=busy)
    console.print(written(machine, minutes, parts, bars), markup=False)
    if not all(bar.passed for bar in bars):
        raise SystemExit(1)


def _parts(site: Site, seconds: float, note: Note) -> Iterator[Part]:
    started = time.monotonic()
    for number in range(PARTS):
        note(f"Part {number + 1} of {PARTS}, {100 * number // PARTS} %")
        with ThreadPoolExecutor(2) as threads:
            browsing = threads.submit(_browse, site, seconds, number)
            orders = threads.submit(_order, site, seconds, number)
            time.sleep(seconds / 2)
            push_counts(site, number + 1)
            yield Part(
                browsing=browsing.result(),
                orders=orders.result(),
                minute=round((time.monotonic() - started) / 60, 1),
                memory_mb=memory(),
            )


def _browse(site: Site, seconds: float, number: int) -> Spread:
    """Whoever thinks comes back on the same connection."""
    moments, who = thinking(USERS, PAUSE_SECONDS, seconds, SEED + number)
    return arrive(
        Arrivals(
            port=site.portal_port,
            moments=moments,
            requests=scenarios.browse(site, random.Random(SEED + number)),
            connections=USERS,
            users=who,
        )
    )


def _order(site: Site, seconds: float, number: int) -> Spread:
    chance = random.Random(SEED + number)
    dealers = site.dealers
    requests = [
        order_request(site, dealers[place % len(dealers)], chance) for place in range(DIFFERENT_ORDERS)
    ]
    return arrive(
        Arrivals(
            port=site.portal_port,
            moments=at_random(ORDERS_A_SECOND, seconds, SEED + number),
            requests=requests,
            connections=len(dealers),
        )
    )


def _left_over(site: Site, note: Note) -> Bar:
    note("Events and deliveries drain")
    deadline = time.monotonic() + PATIENCE_SECONDS
    with site.database.superuser() as connection:
        while (left := (connection.execute(_LEFT).fetchone() or (0,))[0]) and time.monotonic() < deadline:
            time.sleep(0.5)
    return Bar(name="left", title="Events and deliveries left over", value=left, unit="", most=1)


if __name__ == "__main__":
    main()

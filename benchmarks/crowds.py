"""Crowds: many at the same moment, many who think in between, and many who want the same row."""

import random
from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks import pgbench, scenarios
from benchmarks.arrivals import Arrivals, Spread, arrive, thinking
from benchmarks.load import fire
from benchmarks.measures import Note, Pace, Reading, median, median_ratio
from benchmarks.order_placement import LINES, SCRIPT, limit_variables, number_for_pgbench, order_request
from benchmarks.scenarios import SEED
from benchmarks.site import Dealer, Site

AT_ONCE: Final = 100
AT_ONCE_BELOW_MS: Final = 500.0
HOT_RATIO: Final = 0.3
USERS: Final = 1_000
PAUSE_SECONDS: Final = 10.0
USERS_BELOW_MS: Final = 200.0
USERS_SECONDS: Final = 40.0

# What a hundred orders at once must leave behind: pieces and credit are counted once each.
_STOCK: Final = "select coalesce(sum(reserved), 0)::bigint from stock_levels where tenant_id = %s"
_RESERVED: Final = """
select coalesce(sum(quantity - released_quantity - consumed_quantity), 0)::bigint
from stock_reservations where tenant_id = %s
"""
_HELD: Final = "select coalesce(sum(held), 0)::float8 from accounts where tenant_id = %s"
_HOLDS: Final = """
select coalesce(sum(amount - released), 0)::float8 from credit_holds where tenant_id = %s and state = 'held'
"""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A number that must not be above `most`, or not below `least`."""

    name: str
    title: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    remark: str = ""

    @property
    def passed(self) -> bool:
        fits = self.most is None or self.value < self.most
        return fits and (self.least is None or self.value >= self.least)


class NotExact(Exception):
    """What was set aside and its counters differ after the load."""


def at_once(site: Site, pace: Pace, note: Note) -> list[Bar]:
    """A hundred orders in the same instant, on connections that are open; the median of the runs."""
    spreads = []
    for run in range(pace.runs):
        note(f"{AT_ONCE} orders at once, run {run + 1}")
        chance = random.Random(SEED + run)
        requests = [order_request(site, _dealer(site, place), chance) for place in range(AT_ONCE)]
        moments = [0.0] * AT_ONCE
        spreads.append(
            arrive(Arrivals(port=site.portal_port, moments=moments, requests=requests, connections=AT_ONCE))
        )
        check_exact(site)
    p95 = sorted(spread.p95_ms for spread in spreads)[len(spreads) // 2]
    return [
        Bar(
            name="at_once",
            title=f"{AT_ONCE} orders at once, p95",
            value=p95,
            unit="ms",
            most=AT_ONCE_BELOW_MS,
            remark="stock and credit exact",
        )
    ]


def users(site: Site, pace: Pace, note: Note) -> list[Bar]:
    """A thousand people browse; each thinks for ten seconds on average."""
    note(f"{USERS:,} users browse")
    moments, who = thinking(USERS, PAUSE_SECONDS, USERS_SECONDS, SEED)
    spread = arrive(
        Arrivals(
            port=site.portal_port,
            moments=moments,
            requests=scenarios.browse(site, random.Random(SEED)),
            connections=USERS,
            users=who,
            measured_from=PAUSE_SECONDS,
        )
    )
    return [
        Bar(
            name="users",
            title=f"{USERS:,} browsing users, {PAUSE_SECONDS:g} s of thought, p95",
            value=spread.p95_ms,
            unit="ms",
            most=USERS_BELOW_MS,
            remark=_told(spread),
        )
    ]


def hot_rows(site: Site, pace: Pace, note: Note) -> list[Bar]:
    """Everybody orders the same five products, or for the same account, beside pgbench doing the same."""
    number_for_pgbench(site)
    chance = random.Random(SEED)
    few = site.skus[:LINES]
    same_products = [
        [order_request(site, dealer, chance, few) for dealer in site.dealers[lane :: pace.connections]]
        for lane in range(pace.connections)
    ]
    same_account = [
        [order_request(site, site.dealers[0], chance) for _ in range(50)] for _ in range(pace.connections)
    ]
    return [
        _hot(site, pace, note, "Hot products", same_products, {"products": str(LINES)}),
        _hot(site, pace, note, "One hot account", same_account, {"dealers": "1"}),
    ]


def check_exact(site: Site) -> None:
    """Raises NotExact."""
    with site.database.superuser() as connection:
        for counter, rows in ((_STOCK, _RESERVED), (_HELD, _HOLDS)):
            pair = [connection.execute(one, [site.tenant_id]).fetchone() for one in (counter, rows)]
            if pair[0] != pair[1]:
                raise NotExact(pair)


def _hot(
    site: Site, pace: Pace, note: Note, title: str, lanes: Sequence[list[str]], few: dict[str, str]
) -> Bar:
    ours: list[Reading] = []
    limits: list[Reading] = []
    for run in range(1, pace.runs + 1):
        note(f"{title}, run {run}: the portal")
        ours.append(fire(site.portal_port, list(lanes), pace))
        site.settle()
        note(f"{title}, run {run}: pgbench")
        limits.append(pgbench.run(site.database, SCRIPT, {**limit_variables(site), **few}, pace))
        site.settle()
    rate, limit = median(ours).rate, median(limits).rate
    return Bar(
        name=title.lower().replace(" ", "_"),
        title=f"{title}, beside pgbench on the same rows",
        value=round(median_ratio(ours, limits), 3),
        unit="of the limit",
        least=HOT_RATIO,
        remark=f"{rate:,.0f} of {limit:,.0f} orders/s",
    )


def _dealer(site: Site, place: int) -> Dealer:
    return site.dealers[place % len(site.dealers)]


def _told(spread: Spread) -> str:
    return f"{spread.rate:,.0f} requests/s, p50 {spread.p50_ms:.0f}, p99 {spread.p99_ms:.0f} ms"

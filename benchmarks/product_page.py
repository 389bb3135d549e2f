"""The page of 50 products with own prices and stock, beside the bare endpoint of the same page."""

from collections.abc import Sequence
from typing import Any, Final

import httpx

from b2b.infrastructure.embedded.processes import free_port
from benchmarks import bare
from benchmarks.load import fire, request
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median, median_ratio
from benchmarks.site import POOL, WORKERS, Site, wait_for

FLOOR: Final = Floor(ratio=0.5, p95_ms=50.0)
PATH: Final = "/api/v1/products?limit=50"


def product_page(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    port = free_port()
    variables = {
        bare.DATABASE: site.database.superuser_url,
        bare.TENANT: site.tenant_id,
        bare.POOL: str(POOL),
    }
    ours: list[Reading] = []
    limits: list[Reading] = []
    with site.process("bare", "benchmarks.serve_bare", str(port), str(WORKERS), **variables):
        wait_for(f"http://127.0.0.1:{port}/")
        compare(site, port)
        for run in range(1, pace.runs + 1):
            note(f"Product page, run {run}: the portal")
            ours.append(fire(site.portal_port, portal_lanes(site, pace), pace))
            note(f"Product page, run {run}: the bare endpoint")
            limits.append(fire(port, _bare_lanes(site, pace), pace))
    return [
        Figure(
            name="product_page",
            title="Page of 50 products with own prices and stock",
            unit="requests/s",
            ours=median(ours),
            limit=median(limits),
            limit_is="granian, one psycopg statement, msgspec; no sign-in, limits, log or row security",
            ratio=median_ratio(ours, limits),
            floor=FLOOR,
            runs=pace.runs,
        )
    ]


def compare(site: Site, port: int) -> None:
    """Raises ValueError where the two answer different pages: then their rates say nothing."""
    dealer = site.dealers[0]
    own = _json(f"{site.portal_url}{PATH}", {"Authorization": f"Bearer {dealer.token}"})
    plain = _json(f"http://127.0.0.1:{port}/products?customer={dealer.customer_id}", {})
    if own["items"] != plain["items"] or len(plain["items"]) != 50:
        differing = [pair for pair in zip(own["items"], plain["items"], strict=False) if pair[0] != pair[1]]
        raise ValueError(f"The two pages differ: {differing[:1]}")


def portal_lanes(site: Site, pace: Pace) -> list[list[str]]:
    """A dealer each."""
    return [
        [request("GET", PATH, site.dealers[lane % len(site.dealers)].token)]
        for lane in range(pace.connections)
    ]


def _bare_lanes(site: Site, pace: Pace) -> list[list[str]]:
    dealers = [site.dealers[lane % len(site.dealers)] for lane in range(pace.connections)]
    return [[request("GET", f"/products?customer={dealer.customer_id}")] for dealer in dealers]


def _json(url: str, headers: dict[str, str]) -> Any:
    answer = httpx.get(url, headers=headers)
    answer.raise_for_status()
    return answer.json()

"""10,000 events to 20 endpoints, each event wanted by one of them, sent by one worker."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import httpx
from psycopg.types.json import Jsonb

from b2b.domain.shared.ids import new_id
from benchmarks.behind import behind, receiver
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median
from benchmarks.site import Site

FLOOR: Final = Floor(rate=300)
EVENTS: Final = 10_000
ENDPOINTS: Final = 20
PATIENCE_SECONDS: Final = 300.0

_EVENT: Final = """
insert into outbox (id, tenant_id, type, aggregate_id, sequence, payload, occurred_at)
values (%s, %s, %s, %s, 1, %s, %s)
"""
_LEFT: Final = "select count(*) from outbox o where o.type like 'bench.%' and o.published_at is null"
_WAITING: Final = "select count(*) from webhook_deliveries where next_attempt_at is not null"
_DELIVERED: Final = "select count(*) from webhook_deliveries where state = 'delivered'"


def webhooks(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    rates = []
    with receiver() as url:
        for place in range(ENDPOINTS):
            open_endpoint(site, f"{url}/{place}", f"bench.{place}")
        with behind(site):
            _drain(site, ENDPOINTS * 10)
            for run in range(1, pace.runs + 1):
                note(f"{EVENTS:,} events to {ENDPOINTS} endpoints, run {run}")
                rates.append(Reading(rate=EVENTS / _drain(site, EVENTS)))
    return [
        Figure(
            name="webhooks",
            title=f"{EVENTS:,} events to {ENDPOINTS} webhook endpoints, one worker",
            unit="deliveries/s",
            ours=median(rates),
            floor=FLOOR,
            runs=len(rates),
        )
    ]


def _drain(site: Site, count: int) -> float:
    """Seconds from the commit of so many events until the last of them is delivered."""
    now = datetime.now(UTC)
    rows = [
        (new_id(), site.tenant_id, f"bench.{place % ENDPOINTS}", new_id(), Jsonb({"number": place}), now)
        for place in range(count)
    ]
    with site.database.superuser() as connection:
        before = _one(connection.execute(_DELIVERED).fetchone())
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(_EVENT, rows)
        started = time.perf_counter()
        while _one(connection.execute(_LEFT).fetchone()) or _one(connection.execute(_WAITING).fetchone()):
            if time.perf_counter() - started > PATIENCE_SECONDS:
                raise TimeoutError("The webhooks did not drain.")
            time.sleep(0.2)
        seconds = time.perf_counter() - started
        delivered = _one(connection.execute(_DELIVERED).fetchone()) - before
    if delivered != count:
        raise ValueError(f"{delivered} of {count} events were delivered.")
    return seconds


def _one(row: tuple[int, ...] | None) -> int:
    return row[0] if row else 0


def open_endpoint(site: Site, url: str, wanted: str) -> None:
    """For events of this type, or whose type begins so (`order.*`)."""
    httpx.post(
        f"{site.integration_url}/api/integration/v1/webhooks/endpoints",
        headers={"X-API-Key": site.api_key},
        json={"url": url, "event_types": [wanted]},
    ).raise_for_status()

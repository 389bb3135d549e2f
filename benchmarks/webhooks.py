"""10,000 events to 20 endpoints, each event wanted by one of them, sent by one worker."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import httpx
from psycopg.types.json import Jsonb

from b2b.domain.shared.ids import new_id
from b2b.infrastructure.embedded.processes import free_port
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median
from benchmarks.site import Site, wait_for

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
    with _receiver(site) as url:
        _open_endpoints(site, url)
        worker = {"B2B_WORKER_METRICS_PORT": str(free_port())}
        scheduler = {"B2B_SCHEDULER_METRICS_PORT": str(free_port())}
        with (
            site.process("worker", "b2b", "worker", **worker),
            site.process("scheduler", "b2b", "scheduler", **scheduler),
        ):
            wait_for(f"http://127.0.0.1:{worker['B2B_WORKER_METRICS_PORT']}/health/ready")
            wait_for(f"http://127.0.0.1:{scheduler['B2B_SCHEDULER_METRICS_PORT']}/health/ready")
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


def _open_endpoints(site: Site, url: str) -> None:
    with httpx.Client(headers={"X-API-Key": site.api_key}) as client:
        for place in range(ENDPOINTS):
            body = {"url": f"{url}/{place}", "event_types": [f"bench.{place}"]}
            place_of = f"{site.integration_url}/api/integration/v1/webhooks/endpoints"
            client.post(place_of, json=body).raise_for_status()


@contextmanager
def _receiver(site: Site) -> Iterator[str]:
    """In a process of its own, so that it takes no time from whoever measures."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.webhook_receiver", str(port)])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()

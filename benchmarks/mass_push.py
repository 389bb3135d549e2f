"""A million prices as one body of lines: how fast, in how much memory, and what buyers notice meanwhile."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import msgspec
import psutil

from benchmarks.load import fire
from benchmarks.measures import Benchmark, Figure, Floor, Note, Pace, Reading
from benchmarks.order_placement import order_lanes
from benchmarks.price_push import PriceLine, copy, remove
from benchmarks.site import Site, SiteFault

ROWS: Final = 1_000_000
TIMEOUT_SECONDS: Final = 900.0
BLOCK_BYTES: Final = 256 * 1024
MEMORY_MB_MAX: Final = 300.0
VISIBLE_SECONDS_MAX: Final = 5.0
SEEN_PRICE: Final = "777.77"


def mass_push(rows: int) -> Benchmark:
    """The benchmark for so many rows."""
    return partial(_measured, rows=rows)


def _measured(site: Site, pace: Pace, note: Note, *, rows: int) -> Sequence[Figure]:
    note(f"Copying {rows:,} prices: new, then changed")
    copied = [copy(site, lines_of(site, rows, "copy", version)) for version in (1, 2)]
    remove(site)
    body = site.home / "prices.ndjson"
    note(f"Pushing {rows:,} new prices")
    created = _push(site, body, rows, version=1)
    note("Pushing them changed, while orders are placed")
    quiet, changed, busy = _beside_orders(site, pace, body, rows)
    note("Pushing them unchanged")
    unchanged = _push(site, body, rows, version=2)
    seen = _seconds_until_seen(site)
    memory = _peak_megabytes(site)
    body.unlink()
    remove(site)
    return [
        _speed("new", rows / created, rows / copied[0], rows),
        _speed("changed, orders being placed", rows / changed, rows / copied[1], rows),
        _share(
            f"Pushing {rows:,} prices again unchanged",
            "rows/s",
            Reading(rate=rows / unchanged),
            Reading(rate=rows / changed),
            ("the same rows changed, in the same run", changed / unchanged, 2.0),
        ),
        _share(
            "Placing orders while prices are pushed",
            "orders/s",
            busy,
            quiet,
            ("the same without a push; the ratio is of the p95", _p95(quiet) / _p95(busy), 0.5),
        ),
        _share(
            "Memory of the integration API at its peak",
            "MB",
            Reading(rate=memory),
            Reading(rate=MEMORY_MB_MAX),
            ("what is allowed; the ratio is how often it would fit", MEMORY_MB_MAX / memory, 1.0),
        ),
        _share(
            "Until dealers see a pushed price",
            "ms",
            Reading(rate=seen * 1000),
            Reading(rate=VISIBLE_SECONDS_MAX * 1000),
            ("what is allowed; the ratio is how often it would fit", VISIBLE_SECONDS_MAX / seen, 1.0),
        ),
    ]


def lines_of(site: Site, rows: int, side: str, version: int) -> Iterator[PriceLine]:
    for number in range(rows):
        yield PriceLine(
            external_id=f"BENCH-{side}-{number}",
            source_version=version,
            sku=site.skus[number % len(site.skus)],
            level="list",
            min_quantity=100_000 + number // len(site.skus),
            unit_price=f"{number % 5000 + version}.2500",
            currency="TRY",
        )


def _push(site: Site, body: Path, rows: int, *, version: int) -> float:
    """Seconds of one request."""
    _write(site, body, rows, version)
    return _send(site, body, rows)


def _write(site: Site, body: Path, rows: int, version: int) -> None:
    encoder = msgspec.json.Encoder()
    with body.open("wb") as written:
        for line in lines_of(site, rows, "portal", version):
            written.write(encoder.encode(line) + b"\n")


def _send(site: Site, body: Path, rows: int) -> float:
    headers = {"X-API-Key": site.api_key, "Content-Type": "application/x-ndjson"}
    url = f"{site.integration_url}/api/integration/v1/prices"
    with httpx.Client(timeout=TIMEOUT_SECONDS) as client, body.open("rb") as source:
        started = time.perf_counter()
        answer = client.post(
            url, content=iter(partial(source.read, BLOCK_BYTES), b""), headers=headers
        ).raise_for_status()
        seconds = time.perf_counter() - started
    result = answer.json()
    if result["created"] + result["updated"] + result["unchanged"] != rows:
        raise ValueError(f"Not every price was written: {answer.text[:300]}")
    return seconds


def _beside_orders(site: Site, pace: Pace, body: Path, rows: int) -> tuple[Reading, float, Reading]:
    """Orders alone, how long the push takes beside them, and the orders then. No deadlock is borne."""
    lanes = order_lanes(site, pace, 1)
    quiet = fire(site.portal_port, lanes, pace)
    site.settle()
    before = _deadlocks(site)
    _write(site, body, rows, 2)
    with ThreadPoolExecutor(1) as threads:
        pushing = threads.submit(_send, site, body, rows)
        busy = fire(site.portal_port, lanes, pace)
        changed = pushing.result()
    if _deadlocks(site) != before:
        raise ValueError("The push and the orders locked each other out.")
    return quiet, changed, busy


def _deadlocks(site: Site) -> int:
    with site.database.superuser() as connection:
        row = connection.execute("select sum(deadlocks)::bigint from pg_stat_database").fetchone()
    return int(row[0]) if row else 0


def _seconds_until_seen(site: Site) -> float:
    """From the answer of a push of one dealer's price until that dealer is asked it."""
    dealer, sku = site.dealers[0], site.skus[0]
    with site.database.superuser() as connection:
        row = connection.execute(
            "select external_id from customers where id = %s", [dealer.customer_id]
        ).fetchone()
    if row is None or row[0] is None:
        raise SiteFault("The dealers have no keys of an ERP.")
    price = {"external_id": "BENCH-seen", "sku": sku, "level": "customer", "customer_external_id": row[0]}
    price |= {"unit_price": SEEN_PRICE, "currency": "TRY"}
    with httpx.Client(timeout=TIMEOUT_SECONDS) as client:
        client.post(
            f"{site.integration_url}/api/integration/v1/prices",
            json={"items": [price]},
            headers={"X-API-Key": site.api_key},
        ).raise_for_status()
        started = time.perf_counter()
        while True:
            answer = client.post(
                f"{site.portal_url}/api/v1/prices",
                json={"lines": [{"sku": sku, "quantity": 1}]},
                headers={"Authorization": f"Bearer {dealer.token}"},
            ).raise_for_status()
            taken = time.perf_counter() - started
            if SEEN_PRICE in answer.text or taken > 10 * VISIBLE_SECONDS_MAX:
                return taken
            time.sleep(0.02)


def _peak_megabytes(site: Site) -> float:
    """Of the largest of the API's processes, since they started."""
    peaks = [0.0]
    for process in psutil.Process().children(recursive=True):
        if "integration" in process.cmdline() or str(site.integration_port) in process.cmdline():
            status = Path(f"/proc/{process.pid}/status").read_text()
            peaks += [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks)


def _p95(reading: Reading) -> float:
    return reading.p95_ms or 1.0


def _speed(kind: str, rate: float, limit: float, rows: int) -> Figure:
    return _share(
        f"Pushing {rows:,} prices as NDJSON, all {kind}",
        "rows/s",
        Reading(rate=rate),
        Reading(rate=limit),
        ("COPY to a temporary table and one upsert by psycopg, as the same role", rate / limit, 0.35),
    )


def _share(
    title: str, unit: str, ours: Reading, limit: Reading, held_against: tuple[str, float, float]
) -> Figure:
    """Beside what it is held against: its words, the ratio and the least that it may be."""
    words, ratio, least = held_against
    return Figure(
        name="mass_push",
        title=title,
        unit=unit,
        ours=ours,
        limit=limit,
        limit_is=words,
        ratio=ratio,
        floor=Floor(ratio=least),
        runs=1,
    )

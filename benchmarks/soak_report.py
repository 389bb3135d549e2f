"""What a long load showed: what must hold, and each of its parts."""

import statistics
from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.arrivals import Spread
from benchmarks.crowds import USERS, USERS_BELOW_MS, Bar
from benchmarks.laboratory_report import bar_row
from benchmarks.machine import Machine
from benchmarks.report import DOCUMENT, with_section
from benchmarks.sizes import MAIN

ORDERS_BELOW_MS: Final = 500.0
# What a process may hold at the end beside what it held after the first part: caches fill, plans are kept.
GROWN_MOST: Final = 1.25
# The machine's own pace moves by as much within an hour.
SLOWED_MOST: Final = 1.5
# A shorter run is for trying out.
WRITTEN_FROM_MINUTES: Final = 60
BEGIN: Final = "<!-- soak: written by `make soak` -->"
END: Final = "<!-- /soak -->"
WATCHED: Final = ("portal", "integration", "worker", "scheduler")
SHOWN: Final = (*WATCHED, "postgres", "valkey-server")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of the load; `memory_mb` is what each kind of process held at its end."""

    minute: float
    browsing: Spread
    orders: Spread
    memory_mb: dict[str, float]


def judged(parts: Sequence[Part]) -> list[Bar]:
    """Times by the median part: one that something else disturbed says nothing of the program."""
    late = sum(part.browsing.late + part.orders.late for part in parts)
    return [
        Bar(
            name="browsing",
            title=f"{USERS:,} users, p95 of the median part",
            value=statistics.median(part.browsing.p95_ms for part in parts),
            unit="ms",
            most=USERS_BELOW_MS,
        ),
        Bar(
            name="orders",
            title="Orders, p95 of the median part",
            value=statistics.median(part.orders.p95_ms for part in parts),
            unit="ms",
            most=ORDERS_BELOW_MS,
        ),
        _slowed("browsing", "Browsing", [part.browsing for part in parts]),
        _slowed("orders", "Orders", [part.orders for part in parts]),
        Bar(name="late", title="Requests without an answer", value=late, unit="", most=1),
        *(_grown(kind, parts) for kind in WATCHED),
    ]


def _slowed(name: str, title: str, spreads: Sequence[Spread]) -> Bar:
    third = max(len(spreads) // 3, 1)
    first, last = (
        statistics.median(spread.p50_ms for spread in some) for some in (spreads[:third], spreads[-third:])
    )
    return Bar(
        name=f"{name}_slowed",
        title=f"{title}, p50 of the last third beside the first's",
        value=round(last / max(first, 0.1), 2),
        unit="times",
        most=SLOWED_MOST,
        remark=f"{first:.0f} and {last:.0f} ms",
    )


def _grown(kind: str, parts: Sequence[Part]) -> Bar:
    first, last = parts[0].memory_mb.get(kind, 0.0), parts[-1].memory_mb.get(kind, 0.0)
    return Bar(
        name=f"{kind}_memory",
        title=f"Memory of the {kind} at the end, beside the first part's",
        value=round(last / first, 2) if first and last else float("inf"),
        unit="times",
        most=GROWN_MOST,
        remark=f"{first:,.0f} and {last:,.0f} MB",
    )


def written(machine: Machine, minutes: float, parts: Sequence[Part], bars: Sequence[Bar]) -> str:
    """The section, which a run of an hour or more also leaves in the documentation."""
    text = section(machine, minutes, parts, bars)
    if minutes >= WRITTEN_FROM_MINUTES:
        DOCUMENT.write_text(with_section(DOCUMENT.read_text(), text, BEGIN, END))
    return text


def section(machine: Machine, minutes: float, parts: Sequence[Part], bars: Sequence[Bar]) -> str:
    """Markdown."""
    requests = sum(part.browsing.answered for part in parts)
    orders = sum(part.orders.answered for part in parts)
    lines = [
        f"Measured {machine.measured_at:%Y-%m-%d %H:%M} UTC on {machine.cores} cores of {machine.processor},",
        f"over {minutes:g} minutes: {requests:,} requests of people who browse and {orders:,} orders,",
        f"none refused; {MAIN.products:,} products, {MAIN.dealers:,} dealers. Load average before:",
        f"{machine.busy}. Stock and credit were exact at the end.",
        "",
        "| Must hold | | Floor | |",
        "|---|---:|---:|---|",
        *map(bar_row, bars),
        "",
        "| Minute | Browsing/s | p50 / p95 / p99 ms | Orders/s | p50 / p95 / p99 ms |"
        f" {' | '.join(f'{kind} MB' for kind in SHOWN)} |",
        f"|---:|---:|---:|---:|---:|{'---:|' * len(SHOWN)}",
        *map(_part_row, parts),
        "",
    ]
    return "\n".join(lines)


def _part_row(part: Part) -> str:
    held = (f"{part.memory_mb.get(kind, 0.0):,.0f}" for kind in SHOWN)
    cells = [f"{part.minute:g}"]
    for spread in (part.browsing, part.orders):
        cells += [f"{spread.rate:,.1f}", f"{spread.p50_ms:.0f} / {spread.p95_ms:.0f} / {spread.p99_ms:.0f}"]
    return f"| {' | '.join([*cells, *held])} |"

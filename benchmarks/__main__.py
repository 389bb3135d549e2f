"""`python -m benchmarks`: measure everything, write it down; exit status 1 where a floor is not reached."""

import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks import report
from benchmarks.laboratory import in_laboratory
from benchmarks.machine import load_average, machine_of
from benchmarks.mass_push import ROWS, mass_push
from benchmarks.measures import Benchmark, Figure, Pace
from benchmarks.order_placement import order_placement
from benchmarks.others import sign_in
from benchmarks.pages import pages
from benchmarks.price_push import price_push
from benchmarks.product_page import product_page
from benchmarks.site import home_at, running_site
from benchmarks.stock_push import stock_push
from benchmarks.stocking import stock
from benchmarks.terminal import notes
from benchmarks.webhooks import webhooks

BENCHMARKS: Final[dict[str, Benchmark]] = {
    "product_page": product_page,
    "order_placement": order_placement,
    "price_push": price_push,
    "search": in_laboratory("search"),
    "price_check": in_laboratory("price_check"),
    "statement": in_laboratory("statement"),
    "sign_in": sign_in,
    "stock_push": stock_push,
    "mass_push": mass_push(ROWS),
    "webhooks": webhooks,
}
PAGES: Final = "pages"
# These take longer than the five minutes of a short run.
ASKED_FOR: Final = frozenset({"sign_in", "stock_push", "mass_push", "webhooks", PAGES})
WARM_UP_SECONDS: Final = 1.0


@click.command()
@click.option(
    "--only", "names", type=click.Choice([*BENCHMARKS, PAGES]), multiple=True, help="Measure this one alone."
)
@click.option(
    "--seconds", type=click.FloatRange(min=1), default=3.0, show_default=True, help="Length of a run."
)
@click.option(
    "--runs", type=click.IntRange(min=1), default=3, show_default=True, help="Runs; the median counts."
)
@click.option(
    "--connections", type=click.IntRange(min=1), default=16, show_default=True, help="Closed loops."
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the installation here, and use it again; else it is made in a temporary folder.",
)
@click.option(
    "--rows", type=click.IntRange(min=1_000), default=ROWS, show_default=True, help="Of the mass push."
)
def main(
    *, names: tuple[str, ...], seconds: float, runs: int, connections: int, rows: int, home: Path | None
) -> None:
    """Measure the program beside what this machine could do at best.

    What takes long is measured only where it is named. A run that names nothing is written to
    benchmarks/results and docs/benchmarks.md; the pages to the latter.
    """
    # Whoever stops us stops the servers and processes that we started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    pace = Pace(seconds=seconds, warm_up_seconds=WARM_UP_SECONDS, runs=runs, connections=connections)
    started, busy = time.monotonic(), load_average()
    known = {**BENCHMARKS, "mass_push": mass_push(rows)}
    wanted = names or [name for name in known if name not in ASKED_FOR]
    chosen = {name: known[name] for name in wanted if name != PAGES}
    of_pages: list[Figure] = []
    with home_at(home) as folder, notes(console) as note:
        note("Servers start")
        with running_site(folder) as site:
            stock(site, note)
            figures = [figure for benchmark in chosen.values() for figure in benchmark(site, pace, note)]
            if PAGES in names:
                of_pages = list(pages(site, pace, note))
            machine = msgspec.structs.replace(machine_of(site), busy=busy)
    whole = report.Report(machine=machine, pace=pace, figures=figures)
    _show(console, [*figures, *of_pages])
    if not names and runs >= 3:
        report.write(whole)
    if of_pages and runs >= 3:
        report.write_pages(msgspec.structs.replace(whole, figures=of_pages))
        console.print(f"Written to {report.DOCUMENT.relative_to(report.ROOT)}.")
    figures += of_pages
    console.print(f"{report.verdict(figures)} ({time.monotonic() - started:.0f} s)")
    if not all(figure.passed for figure in figures):
        raise SystemExit(1)


def _show(console: Console, figures: Sequence[Figure]) -> None:
    table = Table("What", "Ours", "Limit", "Ratio", "Floor", "p50 / p95 / p99 ms", "p95 below", "")
    for figure in figures:
        cells = [cell.strip().replace("**", "") for cell in report.row(figure).strip("| ").split(" | ")]
        table.add_row(*cells)
    console.print(table)


if __name__ == "__main__":
    main()

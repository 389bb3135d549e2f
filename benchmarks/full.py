"""`python -m benchmarks.full`: every scenario over data of several sizes; within an hour.

Exit status 1 where something that must hold does not.
"""

import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import click
import msgspec
from rich.console import Console
from rich.table import Table

from b2b.infrastructure.embedded.attach import SHARED_BUFFERS
from benchmarks import crowds, laboratory_report
from benchmarks.laboratory import Finding, dearer, measured
from benchmarks.laboratory_report import AtSize, Whole
from benchmarks.machine import Machine, load_average, machine_of
from benchmarks.mass_push import ROWS, mass_push
from benchmarks.measures import Benchmark, Figure, Note, Pace
from benchmarks.others import sign_in
from benchmarks.price_push import price_push
from benchmarks.product_page import product_page
from benchmarks.scenarios import SCENARIOS
from benchmarks.site import Site, home_at, running_site
from benchmarks.sizes import MAIN, Size
from benchmarks.sizing import growth_of
from benchmarks.stock_push import stock_push
from benchmarks.stocking import stock
from benchmarks.terminal import notes
from benchmarks.webhooks import webhooks

OTHERS: Final = (
    Size(products=1_000, dealers=10, orders=1_000),
    Size(products=20_000, dealers=1_000, orders=100_000),
    Size(products=500_000, dealers=20_000, orders=1_000_000),
)
# At the other sizes only these, once each: they show how a request's cost grows.
COMPARED: Final = frozenset({"product_list", "first_search", "search", "price_check", "order"})
# Asked side by side at two sizes; a word's first ranking grows with what it finds, and has no floor.
GROWING: Final = COMPARED - {"first_search"}
SHARES: Final = (0.2, 0.35, 0.65, 0.8, 0.95)
CURVED: Final = laboratory_report.CURVED
FIGURES: Final[Mapping[str, Benchmark]] = {
    "product_page": product_page,
    "price_push": price_push,
    "stock_push": stock_push,
    "sign_in": sign_in,
    "webhooks": webhooks,
}
MASS_PUSH: Final = "mass_push"
GROWTH: Final = "growth"
WARM_UP_SECONDS: Final = 2.0
EXCERPT: Final = 120


@click.command()
@click.option("--seconds", type=click.FloatRange(min=1), default=3.0, show_default=True, help="Of a run.")
@click.option("--runs", type=click.IntRange(min=1), default=3, show_default=True, help="The median counts.")
@click.option("--connections", type=click.IntRange(min=1), default=16, show_default=True)
@click.option("--rows", type=click.IntRange(min=1_000), default=ROWS, help="Of the mass push.")
@click.option("--main-only", is_flag=True, help="Leave the other sizes out.")
@click.option(
    "--size", nargs=3, type=int, default=(MAIN.products, MAIN.dealers, MAIN.orders), help="The main one."
)
@click.option(
    "--only",
    "names",
    type=click.Choice([*(each.name for each in SCENARIOS), *FIGURES, MASS_PUSH, GROWTH]),
    multiple=True,
    help="Measure this alone, and write nothing.",
)
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Keep installations in folders of this."
)
def main(
    *,
    seconds: float,
    runs: int,
    connections: int,
    rows: int,
    main_only: bool,
    size: tuple[int, int, int],
    names: tuple[str, ...],
    home: Path | None,
) -> None:
    """Measure all scenarios; what is not narrowed by an option is written to the documentation."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # What docs/operations.md asks for at these sizes; the embedded server's own is for trying the product.
    os.environ.setdefault(SHARED_BUFFERS, "1GB")
    console = Console()
    pace = Pace(seconds=seconds, warm_up_seconds=WARM_UP_SECONDS, runs=runs, connections=connections)
    products, dealers, orders = size
    chosen = Size(products=products, dealers=dealers, orders=orders)
    started, busy = time.monotonic(), load_average()
    with notes(console) as note:
        run = _Run(pace, note, home, names)
        if names == (GROWTH,):
            bars, held = run.growth(), True
        else:
            sizes = run.sizes(chosen, () if main_only else OTHERS, rows)
            *_, whole = (_kept(found, busy, write=not names) for found in sizes)
            bars, held = laboratory_report.bars(whole), all(figure.passed for figure in whole.figures)
    _show(console, bars)
    console.print(f"{time.monotonic() - started:,.0f} s")
    if not (held and all(bar.passed for bar in bars)):
        raise SystemExit(1)


def _kept(found: Whole, busy: float, *, write: bool) -> Whole:
    """`busy`: the load average before the run."""
    whole = msgspec.structs.replace(found, machine=msgspec.structs.replace(found.machine, busy=busy))
    if write:
        laboratory_report.write(whole)
    return whole


class _Run:
    def __init__(self, pace: Pace, note: Note, home: Path | None, names: Sequence[str]) -> None:
        self._pace, self._note, self._home, self._names = pace, note, home, names
        self._failed: list[crowds.Bar] = []

    def sizes(self, size: Size, others: Sequence[Size], rows: int) -> Iterator[Whole]:
        """All that is known after each size. The main size first: whoever ends the run early has seen most by
        then.
        """
        machine, main, bars, figures = self._main(size, rows)
        more: list[AtSize] = []
        yield self._whole(machine, main, more, bars, figures)
        with ExitStack() as installations:
            compared = []
            for other in others:
                with self._going_on(f"{other.products:,} products"):
                    found, site = self._other(other, installations)
                    more.append(found)
                    compared += [site] if other.products >= laboratory_report.COMPARED_FROM else []
                yield self._whole(machine, main, more, bars, figures)
            if len(compared) > 1:
                factors = self._dearer(compared[0], compared[-1])
                whole = self._whole(machine, main, more, bars, figures)
                yield msgspec.structs.replace(whole, dearer=factors)

    def growth(self) -> list[crowds.Bar]:
        """Of the other sizes alone."""
        sizes = [other for other in OTHERS if other.products >= laboratory_report.COMPARED_FROM]
        with ExitStack() as installations:
            lesser, larger = (self._opened(size, installations) for size in (sizes[0], sizes[-1]))
            stock(lesser, self._note, sizes[0])
            stock(larger, self._note, sizes[-1])
            return [*laboratory_report.growth_bars(self._dearer(lesser, larger)), *self._failed]

    def _dearer(self, lesser: Site, larger: Site) -> dict[str, float]:
        found: dict[str, float] = {}
        for scenario in SCENARIOS:
            if scenario.name in GROWING and (not self._names or {scenario.name, GROWTH} & set(self._names)):
                with self._going_on(f"growth of {scenario.name}"):
                    found[scenario.name] = dearer(lesser, larger, scenario, self._pace, self._note)
        return found

    def _whole(
        self,
        machine: Machine,
        main: AtSize,
        others: Sequence[AtSize],
        bars: Sequence[crowds.Bar],
        figures: list[Figure],
    ) -> Whole:
        return Whole(
            machine=machine,
            pace=self._pace,
            main=main,
            others=list(others),
            bars=[*bars, *self._failed],
            figures=figures,
        )

    @contextmanager
    def _going_on(self, what: str) -> Iterator[None]:
        """What cannot be measured fails the run at its end; everything else is still measured."""
        try:
            yield
        except Exception as error:
            words = " ".join(f"{type(error).__name__}: {error}".split())[:EXCERPT].replace("|", "/")
            self._note(f"{what} could not be measured: {words}")
            self._failed.append(
                crowds.Bar(name=what, title=f"{what} is measured", value=0, unit="", least=1, remark=words)
            )

    def _main(self, size: Size, rows: int) -> tuple[Machine, AtSize, list[crowds.Bar], list[Figure]]:
        pace, note = self._pace, self._note
        with home_at(self._folder(size)) as home, running_site(home) as site:
            found = self._found(site, size, pace, frozenset(each.name for each in SCENARIOS), SHARES)
            bars: list[crowds.Bar] = []
            figures: list[Figure] = []
            if not self._names:
                for crowd in (crowds.at_once, crowds.users, crowds.hot_rows):
                    with self._going_on(crowd.__name__):
                        bars += crowd(site, pace, note)
            for name, benchmark in {**FIGURES, MASS_PUSH: mass_push(rows)}.items():
                if not self._names or name in self._names:
                    with self._going_on(name):
                        figures += benchmark(site, pace, note)
            return machine_of(site), found, bars, figures

    def _other(self, size: Size, installations: ExitStack) -> tuple[AtSize, Site]:
        """Runs on, to be compared."""
        once = msgspec.structs.replace(self._pace, runs=1)
        site = self._opened(size, installations)
        return self._found(site, size, once, COMPARED, ()), site

    def _opened(self, size: Size, installations: ExitStack) -> Site:
        home = installations.enter_context(home_at(self._folder(size)))
        return installations.enter_context(running_site(home))

    def _found(
        self, site: Site, size: Size, pace: Pace, names: frozenset[str], shares: Sequence[float]
    ) -> AtSize:
        started = time.monotonic()
        stock(site, self._note, size)
        filled = time.monotonic() - started
        # What scenarios write comes after what is known of the data as it was filled.
        growth = growth_of(site)
        findings: list[Finding] = []
        for scenario in SCENARIOS:
            if scenario.name in names and (not self._names or scenario.name in self._names):
                curve = shares if scenario.name in CURVED else ()
                with self._going_on(scenario.title):
                    findings.append(measured(site, scenario, pace, self._note, shares=curve))
        return AtSize(size=size, findings=findings, growth=growth, filled_seconds=round(filled, 1))

    def _folder(self, size: Size) -> Path | None:
        return self._home / f"{size.products}-{size.dealers}-{size.orders}" if self._home else None


def _show(console: Console, bars: Sequence[crowds.Bar]) -> None:
    table = Table("Must hold", "", "Floor", "")
    rows = [laboratory_report.bar_row(bar) for bar in bars]
    for text in rows:
        table.add_row(*(cell.strip().replace("**", "") for cell in text.strip("| ").split(" | ")))
    console.print(table)


if __name__ == "__main__":
    main()

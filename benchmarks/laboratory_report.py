"""What the laboratory found, as JSON for programs, as tables and charts for people."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from benchmarks.charts import Chart, drawn
from benchmarks.crowds import Bar
from benchmarks.laboratory import Finding
from benchmarks.machine import Machine
from benchmarks.measures import Figure, Pace
from benchmarks.report import DOCUMENT, NONE, ROOT, row, with_section
from benchmarks.scenarios import SCENARIOS
from benchmarks.sizes import Size
from benchmarks.sizing import Growth, sizing

RESULTS: Final = ROOT / "benchmarks" / "results" / "full.json"
CHARTS: Final = ROOT / "docs" / "benchmarks"
BEGIN: Final = "<!-- laboratory: written by `make bench-full` -->"
END: Final = "<!-- /laboratory -->"
# Of a size that scenarios are held against: how much dearer a request may be at the largest.
DEARER_MOST: Final = 1.3
COMPARED_FROM: Final = 10_000
CURVED: Final = ("product_list", "search", "price_check", "cart", "order")


class AtSize(msgspec.Struct, frozen=True, kw_only=True):
    """Everything found over data of one size."""

    size: Size
    findings: list[Finding]
    growth: Growth
    filled_seconds: float


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A run: `main` is where all was measured, the other sizes only show how costs grow.

    `dearer`: by scenario, how many times dearer a request is at the most products than at the least from
    `COMPARED_FROM` on, asked side by side.
    """

    machine: Machine
    pace: Pace
    main: AtSize
    others: list[AtSize]
    bars: list[Bar]
    figures: list[Figure]
    dearer: dict[str, float] = {}

    @property
    def sizes(self) -> list[AtSize]:
        """From the smallest."""
        return sorted([self.main, *self.others], key=lambda each: each.size.products)


def write(whole: Whole) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    CHARTS.mkdir(exist_ok=True)
    for name, chart in charts(whole).items():
        (CHARTS / f"{name}.svg").write_text(drawn(chart))
    DOCUMENT.write_text(with_section(DOCUMENT.read_text(), section(whole), BEGIN, END))


def read() -> Whole:
    """The last run that was written."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=Whole)


def bars(whole: Whole) -> list[Bar]:
    """Everything that must hold and is not a figure of `make bench`, the growth of costs included."""
    return [*_of_findings(whole.main.findings), *whole.bars, *growth_bars(whole.dearer)]


def charts(whole: Whole) -> dict[str, Chart]:
    found = {
        "latency-against-load": Chart(
            title="p95 against load",
            x_title="arrivals, per cent of what closed loops reach",
            y_title="p95 in ms",
            log_y=True,
            lines={
                finding.title: [(100 * point.share, point.spread.p95_ms) for point in finding.curve]
                for finding in whole.main.findings
                if finding.name in CURVED and len(finding.curve) > 1
            },
        ),
        "cost-against-size": Chart(
            title="Processor time of a request against products",
            x_title="products",
            y_title="ms of all processes",
            log_x=True,
            lines=_costs(whole),
        ),
    }
    return {name: chart for name, chart in found.items() if any(chart.lines.values())}


def section(whole: Whole) -> str:
    machine, size = whole.machine, whole.main.size
    lines = [
        f"Measured {machine.measured_at:%Y-%m-%d %H:%M} UTC on {machine.cores} cores of",
        f"{machine.processor}, over {size.products:,} products, {size.dealers:,} dealers and {size.orders:,}",
        f"orders; closed loops of {whole.pace.connections} connections, medians of {whole.pace.runs} runs of",
        f"{whole.pace.seconds:g} s; arrivals at random, of single readers evenly.",
        f"Load average before: {machine.busy}; shared_buffers of PostgreSQL {machine.shared_buffers}.",
        "",
        "| Scenario | Closed loops | p95 ms | Limit | Ratio | At half: p50 / p95 / p99 / p99.9 / max ms |"
        " Statements | ms in PostgreSQL | ms of processors |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(finding) for finding in whole.main.findings),
        "",
        "| Must hold | | Floor | |",
        "|---|---:|---:|---|",
        *(bar_row(bar) for bar in bars(whole)),
        "",
        *_figures(whole.figures),
        *(f"![{chart.title}](benchmarks/{name}.svg)\n" for name, chart in charts(whole).items()),
        *_sizes(whole),
        "### Sizing",
        "",
        *sizing(
            whole.main.findings,
            _most_orders(whole),
            machine.cores,
            whole.dearer.get("product_list"),
            whole.dearer.get("order"),
        ),
    ]
    return "\n".join(lines)


def bar_row(bar: Bar) -> str:
    floor = f"< {bar.most:g}" if bar.most is not None else f">= {bar.least:g}"
    words = f" ({bar.remark})" if bar.remark else ""
    passed = "passed" if bar.passed else "**failed**"
    return f"| {bar.title}{words} | {bar.value:,.4g} {bar.unit} | {floor} | {passed} |"


def _row(finding: Finding) -> str:
    spread, cost, closed = finding.told.spread, finding.cost, finding.closed
    times = (spread.p50_ms, spread.p95_ms, spread.p99_ms, spread.p999_ms, spread.max_ms)
    cells = [
        finding.title,
        f"{closed.rate:,.0f} {finding.unit}" if closed else NONE,
        f"{closed.p95_ms:.0f}" if closed and closed.p95_ms else NONE,
        f"{finding.limit.rate:,.0f}" if finding.limit else NONE,
        f"{finding.ratio:.2f}" if finding.ratio is not None else NONE,
        f"{finding.told.rate:,.0f}/s: " + " / ".join(f"{ms:.0f}" for ms in times),
        f"{cost.statements:.0f}",
        f"{cost.database_ms:.1f}",
        ", ".join(f"{kind} {ms:.1f}" for kind, ms in sorted(cost.cpu_ms.items()) if ms >= 0.05),
    ]
    return f"| {' | '.join(cells)} |"


def _of_findings(findings: Sequence[Finding]) -> list[Bar]:
    found = []
    for finding in findings:
        name, title, told = finding.name, finding.title, finding.told.spread.p95_ms
        if finding.told_below_ms is not None:
            most = finding.told_below_ms
            found.append(Bar(name=name, title=f"{title}, p95 at half load", value=told, unit="ms", most=most))
        floor, closed = finding.floor, finding.closed
        if floor and floor.p95_ms and closed and closed.p95_ms:
            words = f"{title}, p95 in closed loops"
            found.append(Bar(name=name, title=words, value=closed.p95_ms, unit="ms", most=floor.p95_ms))
        if floor and floor.ratio and finding.ratio is not None:
            words = f"{title}, beside its limit"
            found.append(
                Bar(name=name, title=words, value=finding.ratio, unit="of the limit", least=floor.ratio)
            )
    return found


def growth_bars(dearer: Mapping[str, float]) -> list[Bar]:
    """Of scenarios by their names."""
    titles = {scenario.name: scenario.title for scenario in SCENARIOS}
    words = f"cost at the most products beside the least from {COMPARED_FROM:,}, side by side"
    return [
        Bar(
            name=f"growth_{name}",
            title=f"{titles[name]}: {words}",
            value=factor,
            unit="times",
            most=DEARER_MOST,
        )
        for name, factor in dearer.items()
    ]


def _costs(whole: Whole) -> dict[str, list[tuple[float, float]]]:
    named = {finding.name: finding.title for finding in whole.main.findings}
    lines = {title: _costs_of(whole, name) for name, title in named.items()}
    return {title: line for title, line in lines.items() if len(line) > 1}


def _costs_of(whole: Whole, name: str) -> list[tuple[float, float]]:
    """Products, and milliseconds of all processes for one request."""
    return [
        (each.size.products, sum(finding.cost.cpu_ms.values()))
        for each in whole.sizes
        for finding in each.findings
        if finding.name == name
    ]


def _figures(figures: Sequence[Figure]) -> list[str]:
    if not figures:
        return []
    return [
        "| What | Ours | Limit | Ratio | Floor | p50 / p95 / p99 ms | Floor p95 | |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
        *(row(figure) for figure in figures),
        "",
    ]


def _sizes(whole: Whole) -> list[str]:
    rows = [
        f"| {each.size.products:,} | {each.size.dealers:,} | {each.size.orders:,} | {finding.title} |"
        f" {finding.told.spread.p95_ms:.0f} | {sum(finding.cost.cpu_ms.values()):.1f} |"
        f" {finding.cost.database_ms:.2f} |"
        for each in whole.sizes
        for finding in each.findings
        if whole.others
    ]
    if not rows:
        return []
    head = (
        "| Products | Dealers | Orders | Scenario | p95 at half load | ms of processors | ms in PostgreSQL |"
    )
    return [head, "|---:|---:|---:|---|---:|---:|---:|", *rows, ""]


def _most_orders(whole: Whole) -> Growth:
    return max((each.growth for each in whole.sizes), key=lambda growth: growth.orders)

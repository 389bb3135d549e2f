"""Writes down what was measured: a file for programs, a section of the documentation for people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.machine import Machine
from benchmarks.measures import Figure, Floor, Pace, Reading

ROOT: Final = Path(__file__).parents[1]
RESULTS: Final = ROOT / "benchmarks" / "results" / "latest.json"
DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- measured: written by `make bench` -->"
BEGIN_PAGES: Final = "<!-- pages: written by `make bench` -->"
END_PAGES: Final = "<!-- /pages -->"
NONE: Final = "-"
END: Final = "<!-- /measured -->"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one run of the benchmarks."""

    machine: Machine
    pace: Pace
    figures: list[Figure]


def write(report: Report) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    DOCUMENT.write_text(with_section(DOCUMENT.read_text(), section(report)))


def write_pages(report: Report) -> None:
    """The pages' own section: they are also measured by themselves."""
    text = with_section(DOCUMENT.read_text(), pages_section(report), BEGIN_PAGES, END_PAGES)
    DOCUMENT.write_text(text)


def with_section(document: str, text: str, first: str = BEGIN, last: str = END) -> str:
    """The document with what stands between the marks replaced. Raises ValueError where it has no marks."""
    before, begin, rest = document.partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"The document has no place for the figures: {first} … {last}")
    return f"{before}{first}\n{text}{last}{after}"


def pages_section(report: Report) -> str:
    machine, pace = report.machine, report.pace
    lines = [
        f"Measured {machine.measured_at:%Y-%m-%d %H:%M} UTC on {machine.cores} cores of {machine.processor};",
        f"one reader at a time, medians of {pace.runs} runs of {pace.seconds:g} s. Load average before: "
        f"{machine.busy}.",
        "",
        "| Page | p50 ms | p95 ms | p99 ms | Floor p95 | |",
        "|---|---:|---:|---:|---:|---|",
        *(_page_row(figure) for figure in report.figures),
        "",
    ]
    return "\n".join(lines)


def _page_row(figure: Figure) -> str:
    ours, floor = figure.ours, figure.floor
    times = [f"{value:.0f}" for value in (ours.p50_ms, ours.p95_ms, ours.p99_ms) if value is not None]
    limit = f"< {floor.p95_ms:.0f}" if floor and floor.p95_ms else NONE
    return f"| {' | '.join([figure.title, *times, limit, 'passed' if figure.passed else '**failed**'])} |"


def section(report: Report) -> str:
    machine, pace = report.machine, report.pace
    lines = [
        f"Measured {machine.measured_at:%Y-%m-%d %H:%M} UTC on {machine.cores} cores of {machine.processor},",
        f"{machine.memory_gib} GiB, {machine.system}; Python {machine.python}, PostgreSQL",
        f"{machine.postgresql} with fsync {machine.fsync}, shared_buffers {machine.shared_buffers};",
        f"portal with {machine.portal_workers} workers of",
        f"{machine.connections_per_worker} database connections; {pace.connections} connections in closed",
        f"loops, medians of {pace.runs} runs of {pace.seconds:g} s. Load average before: {machine.busy}.",
        "",
        "| What | Ours | Limit | Ratio | Floor | p50 / p95 / p99 ms | Floor p95 | |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
        *(row(figure) for figure in report.figures),
        "",
        *(
            f"- *{figure.title}*: the limit is {figure.limit_is}."
            for figure in report.figures
            if figure.limit_is
        ),
        "",
    ]
    return "\n".join(lines)


def row(figure: Figure) -> str:
    floor = figure.floor
    cells = [
        figure.title,
        f"{figure.ours.rate:,.0f} {figure.unit}",
        f"{figure.limit.rate:,.0f}" if figure.limit else NONE,
        f"{figure.ratio:.2f}" if figure.ratio is not None else NONE,
        _least(floor),
        times(figure.ours),
        f"< {floor.p95_ms:.0f}" if floor and floor.p95_ms else NONE,
        "" if floor is None else "passed" if figure.passed else "**failed**",
    ]
    return f"| {' | '.join(cells)} |"


def _least(floor: Floor | None) -> str:
    if floor and floor.rate:
        return f"{floor.rate:,.0f}/s"
    return f"{floor.ratio:.2f}" if floor and floor.ratio else NONE


def times(reading: Reading) -> str:
    known = [reading.p50_ms, reading.p95_ms, reading.p99_ms]
    return " / ".join(f"{value:.0f}" for value in known if value is not None) or NONE


def verdict(figures: Sequence[Figure]) -> str:
    """One sentence for the terminal."""
    failed = [figure.title for figure in figures if not figure.passed]
    return f"Below the floor: {'; '.join(failed)}." if failed else "Every floor holds."

"""Verdicts in words: lines for a terminal, a file for programs, a section of the documentation."""

import platform
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Final

import msgspec
import psutil

from faults.blows import BLOWS
from faults.processes import ROOT
from faults.round import Verdict
from faults.schedule import Stroke

RESULTS: Final = ROOT / "faults" / "results" / "latest.json"
DOCUMENT: Final = ROOT / "docs" / "faults.md"
BEGIN: Final = "<!-- measured: written by `make faults-full` -->"
END: Final = "<!-- /measured -->"


def plan(strokes: Sequence[Stroke]) -> Iterator[str]:
    yield "Blows, and after how many answered orders they fall:"
    for stroke in strokes:
        yield f"  {stroke.mark:>4}  {stroke.blow.name}"


def lines(verdict: Verdict, *, is_alone: bool) -> Iterator[str]:
    took = ", ".join(f"{name} {seconds:g} s" for name, seconds in verdict.seconds.items())
    word = "clean" if verdict.is_clean else f"{len(verdict.violations)} VIOLATIONS"
    yield (
        f"seed {verdict.seed}: {word} ({verdict.orders} orders and {verdict.refused} refused in"
        f" {verdict.requests} requests, {verdict.unknown} of unknown outcome, {verdict.replays} replays;"
        f" {verdict.events} events in {verdict.deliveries} deliveries; {verdict.jobs} jobs; {took})"
    )
    if is_alone or not verdict.is_clean:
        for blow in verdict.blows:
            yield f"  {blow.mark:>4}  {blow.seconds:>5.1f} s  {blow.blow}: {blow.what}"
    for violation in verdict.violations:
        yield f"  ✗ {violation}"
    if not verdict.is_clean:
        yield f"  again: make faults SEED={verdict.seed}"


def sentence(verdicts: Sequence[Verdict]) -> str:
    bad = [verdict.seed for verdict in verdicts if not verdict.is_clean]
    if bad:
        return f"{len(bad)} of {len(verdicts)} seeds have violations: {', '.join(map(str, bad))}."
    return f"{len(verdicts)} seeds, no violation."


def recorded() -> list[Verdict]:
    """Those of the seeds that were written down earlier."""
    if not RESULTS.exists():
        return []
    return msgspec.json.decode(RESULTS.read_bytes(), type=list[Verdict])


def write(verdicts: Sequence[Verdict]) -> None:
    """In the order of the seeds, in whatever order they were tried."""
    verdicts = sorted(verdicts, key=lambda verdict: verdict.seed)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(list(verdicts)), indent=2) + b"\n")
    before, begin, rest = DOCUMENT.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT} has no place for the figures: {BEGIN} … {END}")
    DOCUMENT.write_text(f"{before}{BEGIN}\n{section(verdicts)}{END}{after}")


def section(verdicts: Sequence[Verdict]) -> str:
    fell = Counter(blow.blow for verdict in verdicts for blow in verdict.blows)
    families = Counter(BLOWS[name].family for name in fell.elements())
    seeds = f"{verdicts[0].seed} to {verdicts[-1].seed}"
    totals = {
        "orders acknowledged": sum(verdict.orders for verdict in verdicts),
        "orders refused, for want of credit or stock": sum(verdict.refused for verdict in verdicts),
        "requests": sum(verdict.requests for verdict in verdicts),
        "requests of unknown outcome, asked again": sum(verdict.unknown for verdict in verdicts),
        "answers given again to the same key": sum(verdict.replays for verdict in verdicts),
        "events": sum(verdict.events for verdict in verdicts),
        "deliveries to two endpoints": sum(verdict.deliveries for verdict in verdicts),
        "jobs of pushes": sum(verdict.jobs for verdict in verdicts),
        "blows": fell.total(),
        "violations": sum(len(verdict.violations) for verdict in verdicts),
    }
    length = [sum(verdict.seconds.values()) for verdict in verdicts]
    rows = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {psutil.cpu_count()} cores, {platform.system()}, Python"
        f" {platform.python_version()}, fsync on. {len(verdicts)} seeds ({seeds}),",
        f"{median(length):.0f} s each in the median. {sentence(verdicts)}",
        "",
        "| | |",
        "|---|---:|",
        *(f"| {name} | {count:,} |" for name, count in totals.items()),
        "",
        "| Blows | | |",
        "|---|---:|---|",
        *(f"| {family} | {count} | {_names(family, fell)} |" for family, count in families.most_common()),
        "",
    ]
    return "\n".join(rows)


def _names(family: str, fell: Counter[str]) -> str:
    found = [(name, count) for name, count in fell.most_common() if BLOWS[name].family == family]
    return ", ".join(f"{name} {count}" for name, count in found)

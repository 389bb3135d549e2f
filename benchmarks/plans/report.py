"""What was found, for people: on the terminal, and in docs/benchmarks.md."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from rich.console import Console

from benchmarks.machine import load_average, machine_of
from benchmarks.plans.running import Answered
from benchmarks.report import DOCUMENT
from benchmarks.site import Site
from benchmarks.sizes import Size

_MARKS: Final = ("<!-- plans: written by `make bench-plans` -->", "<!-- /plans -->")


def explain(console: Console, found: Answered) -> None:
    console.rule(found.call.title)
    for plan in found.plans:
        if plan.milliseconds > 1:
            console.print(plan.text, markup=False)
            console.print(msgspec.json.format(msgspec.json.encode(plan.root)).decode(), markup=False)


def machine_line(site: Site) -> str:
    machine = machine_of(site)
    moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return (
        f"Measured {moment} on {machine.cores} cores of {machine.processor}, PostgreSQL {machine.postgresql};"
        f" one request at a time, everything in the system's memory. Load average: {load_average()}."
    )


def write(size: Size, machine: str, found: Sequence[Answered]) -> None:
    rows = [
        f"| {each.call.title} | {len(each.plans)} | {each.milliseconds:,.1f} | {each.pages:,}"
        f" | {each.step.rows:,} | {each.call.why} | {'**failed**' if each.faults else 'passed'} |"
        for each in found
    ]
    head = (
        f"{size.products:,} products, {size.dealers:,} dealers, {size.orders:,} orders. {machine}",
        "",
        "| Request | Statements | PostgreSQL ms | Pages of 8 KB | Most rows in a step | Why so many | |",
        "|---|---:|---:|---:|---:|---|---|",
    )
    text = "\n".join((_MARKS[0], *head, *rows, _MARKS[1]))
    document = DOCUMENT.read_text()
    pattern = re.compile(re.escape(_MARKS[0]) + ".*?" + re.escape(_MARKS[1]), re.DOTALL)
    DOCUMENT.write_text(pattern.sub(lambda _: text, document))

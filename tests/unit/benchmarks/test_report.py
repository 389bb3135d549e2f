from datetime import UTC, datetime

import pytest

from benchmarks.machine import Machine
from benchmarks.measures import Figure, Floor, Pace, Reading
from benchmarks.report import BEGIN, DOCUMENT, END, Report, row, section, verdict, with_section

FIGURE = Figure(
    name="order_placement",
    title="Placing an order",
    unit="orders/s",
    ours=Reading(rate=120.4, p50_ms=110.0, p95_ms=250.0, p99_ms=300.0),
    limit=Reading(rate=1000.0),
    limit_is="pgbench",
    ratio=0.1204,
    floor=Floor(ratio=0.08, p95_ms=500.0),
    runs=3,
)
FAILED = Figure(
    name="page",
    title="Page",
    unit="requests/s",
    ours=Reading(rate=1.0),
    ratio=0.1,
    floor=Floor(ratio=0.35),
    runs=3,
)
MACHINE = Machine(
    measured_at=datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
    processor="Some Processor",
    cores=2,
    memory_gib=23.4,
    system="Linux x86_64",
    python="3.11.7",
    postgresql="18.6",
    fsync="on",
    portal_workers=2,
    connections_per_worker=5,
    busy=0.3,
)
PACE = Pace(seconds=6.0, warm_up_seconds=2.0, runs=3, connections=16)


def test_a_row_has_each_figure_beside_its_limit() -> None:
    assert row(FIGURE) == (
        "| Placing an order | 120 orders/s | 1,000 | 0.12 | 0.08 | 110 / 250 / 300 | < 500 | passed |"
    )


def test_a_floor_that_is_not_reached_stands_out() -> None:
    assert "**failed**" in row(FAILED)
    assert verdict([FIGURE, FAILED]) == "Below the floor: Page."
    assert verdict([FIGURE]) == "Every floor holds."


def test_the_section_says_when_and_on_what() -> None:
    text = section(Report(machine=MACHINE, pace=PACE, figures=[FIGURE]))

    assert "2026-11-21 10:30 UTC on 2 cores of Some Processor" in text
    assert "fsync on" in text
    assert "- *Placing an order*: the limit is pgbench." in text


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter\n"

    assert with_section(document, "new\n") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


def test_a_document_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place"):
        with_section("nothing", "new\n")


def test_our_document_has_a_place_for_the_figures() -> None:
    assert "new" in with_section(DOCUMENT.read_text(), "new\n")

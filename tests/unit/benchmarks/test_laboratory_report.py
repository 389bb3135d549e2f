from datetime import date

import msgspec
import pytest

from benchmarks.arrivals import Spread
from benchmarks.charts import Chart, drawn
from benchmarks.costs import Cost
from benchmarks.crowds import Bar
from benchmarks.laboratory import Finding, Point
from benchmarks.laboratory_report import BEGIN, END, AtSize, Whole, bar_row, bars, charts, section
from benchmarks.measures import Floor, Reading
from benchmarks.report import DOCUMENT, with_section
from benchmarks.sizes import Size
from benchmarks.sizing import Growth
from tests.unit.benchmarks.test_report import MACHINE, PACE

SPREAD = Spread(
    answered=400, late=0, seconds=4, mean_ms=9, p50_ms=8, p95_ms=40, p99_ms=60, p999_ms=90, max_ms=95
)
ORDER = Finding(
    name="order",
    title="Placing an order",
    unit="orders/s",
    closed=Reading(rate=100, p50_ms=150, p95_ms=210, p99_ms=300),
    limit=Reading(rate=400),
    ratio=0.25,
    floor=Floor(ratio=0.15, p95_ms=200),
    told_below_ms=None,
    told=Point(rate=50, share=0.5, spread=SPREAD),
    cost=Cost(
        statements=10, database_ms=4, cpu_ms={"portal": 8.0, "postgres": 5.0}, memory_mb={"portal": 240}
    ),
    curve=[Point(rate=50, share=0.5, spread=SPREAD), Point(rate=80, share=0.8, spread=SPREAD)],
)
PAGE = msgspec.structs.replace(
    ORDER,
    name="product_list",
    title="Page of 50",
    closed=Reading(rate=500, p95_ms=45),
    floor=Floor(p95_ms=50),
    told_below_ms=50,
    cost=Cost(statements=2, database_ms=1, cpu_ms={"portal": 2.0, "postgres": 1.0}, memory_mb={}),
)


def at_size(products: int, page_ms: float) -> AtSize:
    dearer = Cost(statements=2, database_ms=1, cpu_ms={"portal": page_ms}, memory_mb={})
    page = msgspec.structs.replace(PAGE, cost=dearer)
    size = Size(products=products, dealers=10, orders=1_000, today=date(2026, 11, 21))
    growth = Growth(orders=1_000, table_bytes=6_000_000, index_bytes=4_000_000)
    return AtSize(size=size, findings=[page, ORDER], growth=growth, filled_seconds=1)


def a_run(**changes: object) -> Whole:
    whole = Whole(
        machine=MACHINE,
        pace=PACE,
        main=at_size(100_000, 3.3),
        others=[at_size(1_000, 1.0), at_size(20_000, 3.0), at_size(500_000, 4.2)],
        bars=[Bar(name="at_once", title="100 at once", value=480, unit="ms", most=500)],
        figures=[],
    )
    return msgspec.structs.replace(whole, **changes)


def test_what_must_hold_is_judged_each_by_itself() -> None:
    verdicts = {bar.title: bar.passed for bar in bars(a_run())}

    assert verdicts["Page of 50, p95 at half load"]
    assert verdicts["Page of 50, p95 in closed loops"]
    assert not verdicts["Placing an order, p95 in closed loops"]
    assert verdicts["Placing an order, beside its limit"]
    assert verdicts["100 at once"]


def test_what_grows_too_much_fails() -> None:
    verdicts = {bar.name: bar for bar in bars(a_run(dearer={"product_list": 1.3, "order": 1.29}))}

    assert not verdicts["growth_product_list"].passed
    assert "**failed**" in bar_row(verdicts["growth_product_list"])
    assert verdicts["growth_order"].passed


def test_no_growth_is_judged_where_only_one_size_was_measured() -> None:
    assert not [bar for bar in bars(a_run(others=[])) if bar.name.startswith("growth")]


def test_the_section_tells_how_to_size_a_deployment() -> None:
    text = section(a_run(dearer={"product_list": 1.4, "order": 1.0}))

    # 1,000 orders at 8 ms and 20,000 pages at 1.4 times 3.3 ms, at 60 % of a core.
    assert "| portal | 8.00 | 4.62 | 167 |" in text
    assert "6.0 GB of tables and 4.0 GB of indexes" in text
    assert "![p95 against load](benchmarks/latency-against-load.svg)" in text


def test_growth_that_nobody_asked_for_is_not_made_up() -> None:
    text = section(a_run())

    assert "| portal | 8.00 | 3.30 | 123 |" in text
    assert "what more of them cost was not measured" in text


def test_a_run_is_read_back_as_it_was_written() -> None:
    whole = a_run()

    assert msgspec.json.decode(msgspec.json.encode(whole), type=Whole) == whole


def test_the_document_has_a_place_for_it() -> None:
    assert "new text" in with_section(DOCUMENT.read_text(), "new text", BEGIN, END)


def test_charts_are_pictures_with_a_line_for_each() -> None:
    drawings = {name: drawn(chart) for name, chart in charts(a_run()).items()}

    assert set(drawings) == {"latency-against-load", "cost-against-size"}
    for text in drawings.values():
        assert text.count("<polyline ") == 2


def test_a_chart_without_a_point_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing to draw"):
        drawn(Chart(title="Empty", x_title="x", y_title="y", lines={}))


def test_names_in_a_chart_are_escaped() -> None:
    text = drawn(Chart(title="a < b", x_title="x", y_title="y", lines={"c & d": [(0, 1), (5, 7)]}))

    assert "c &amp; d" in text
    assert "a &lt; b" in text

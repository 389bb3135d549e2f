"""What is judged of a plan: tables read in sequence, and steps that take more rows than an answer needs."""

from typing import Any

from benchmarks.plans.judging import Plan, faults, largest, steps
from benchmarks.plans.log import plans_in

LOGGED = """2026-11-21 19:00:00.123 UTC [7] LOG:  duration: 1.250 ms  plan:
\t{
\t  "Query Text": "select 1 from orders\\nwhere id = $1",
\t  "Plan": {"Node Type": "Seq Scan", "Relation Name": "orders", "Actual Rows": 3.00, "Actual Loops": 1,
\t           "Rows Removed by Filter": 997, "Shared Hit Blocks": 7, "Shared Read Blocks": 2}
\t}
2026-11-21 19:00:00.124 UTC [7] LOG:  duration: 3000.001 ms
2026-11-21 19:00:00.125 UTC [8] LOG:  duration: 0.020 ms  plan:
\t{
\t  "Query Text": "select 2",
\t  "Plan": {"Node Type": "Result", "Actual Rows": 1.00, "Actual Loops": 1}
\t}
"""


def scan(rows: float, *, loops: int = 1, kind: str = "Index Scan", table: str = "orders") -> dict[str, Any]:
    return {"Node Type": kind, "Relation Name": table, "Actual Rows": rows, "Actual Loops": loops}


def joined(outer: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
    return {"Node Type": "Nested Loop", "Actual Rows": 1, "Actual Loops": 1, "Plans": [outer, inner]}


def plan(root: dict[str, Any]) -> Plan:
    return Plan("select", 1.0, root)


def test_plans_are_read_out_of_the_servers_log() -> None:
    first, second = plans_in(LOGGED)

    assert (first.text, first.milliseconds, first.pages) == ("select 1 from orders\nwhere id = $1", 1.25, 9)
    assert second.root["Node Type"] == "Result"


def test_a_large_table_is_not_read_in_sequence() -> None:
    read = plan(scan(10, kind="Seq Scan"))

    assert list(faults(read, {"orders"}, 1_000)) == ["reads all of orders"]
    assert list(faults(read, {"products"}, 1_000)) == []
    assert list(faults(read, {"orders"}, 1_000, whole=True)) == []


def test_a_scan_that_never_began_reads_nothing() -> None:
    assert list(faults(plan(scan(0, loops=0, kind="Seq Scan")), {"orders"}, 1_000)) == []


def test_what_was_chosen_is_read_each_time_anew() -> None:
    again = {"Node Type": "CTE Scan", "CTE Name": "chosen", "Actual Rows": 500.00, "Actual Loops": 500}

    assert list(faults(plan(again), set(), 1_000)) == ["CTE Scan of chosen: 250,000 rows, more than 1,000"]


def test_rows_that_a_filter_throws_away_were_read_all_the_same() -> None:
    read = plan({**scan(3), "Rows Removed by Filter": 1_998})

    assert largest(read).rows == 2_001
    assert list(faults(read, set(), 1_000)) == ["Index Scan of orders: 2,001 rows, more than 1,000"]


def test_a_sort_takes_what_comes_into_it() -> None:
    root = {"Node Type": "Sort", "Sort Key": ["placed_at"], "Actual Rows": 50, "Actual Loops": 1}

    below = {**scan(5_000), "Parent Relationship": "Outer"}
    aside = {**scan(7_000), "Parent Relationship": "InitPlan", "Subplan Name": "CTE strict"}
    found = list(steps({**root, "Plans": [aside, below]}))

    assert found[0] == ("Sort by placed_at", 5_000)


def test_a_loop_counts_how_often_its_inner_side_is_asked() -> None:
    found = largest(plan(joined(scan(1), scan(0.5, loops=4_000))))

    assert found == ("Nested Loop", 4_000)

"""What a plan would cost where the data grows: the most rows that one of its steps takes."""

from collections.abc import Iterator, Mapping, Set
from typing import Any, Final, NamedTuple

import msgspec

Node = Mapping[str, Any]
_SCANS: Final = frozenset(
    {"Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Seq Scan", "Tid Scan", "CTE Scan"}
)
_REMOVED: Final = ("Rows Removed by Filter", "Rows Removed by Index Recheck")


class Step(NamedTuple):
    """`rows` are those read, sorted, or looped over; of all loops together."""

    what: str
    rows: int


class Plan(msgspec.Struct, frozen=True):
    """One statement as it was executed: its text, milliseconds, pages of 8 KB, and the plan's root."""

    text: str
    milliseconds: float
    root: dict[str, Any]

    @property
    def pages(self) -> int:
        return int(self.root.get("Shared Hit Blocks", 0)) + int(self.root.get("Shared Read Blocks", 0))


def largest(plan: Plan) -> Step:
    return max(steps(plan.root), key=lambda step: step.rows, default=Step("nothing", 0))


def faults(plan: Plan, large: Set[str], rows_max: int, *, whole: bool = False) -> Iterator[str]:
    """Sequential scans of large tables, and steps that take more rows than they may.

    - `whole`: there is a reason to read a table whole.
    """
    for node in () if whole else _walk(plan.root):
        if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in large and _loops(node):
            yield f"reads all of {node['Relation Name']}"
    for step in steps(plan.root):
        if step.rows > rows_max:
            yield f"{step.what}: {step.rows:,} rows, more than {rows_max:,}"


def steps(root: Node) -> Iterator[Step]:
    for node in _walk(root):
        kind = str(node["Node Type"])
        if kind in _SCANS:
            yield Step(f"{kind} of {node.get('Relation Name') or node.get('CTE Name')}", _read(node))
        elif kind in {"Sort", "Incremental Sort"}:
            yield Step(f"{kind} by {', '.join(node.get('Sort Key', ()))}"[:120], _taken(node))
        elif kind == "Nested Loop":
            yield Step("Nested Loop", max(_loops(child) for child in node["Plans"]))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("Plans", ()):
        yield from _walk(child)


def _loops(node: Node) -> int:
    return int(node.get("Actual Loops", 0))


def _read(node: Node) -> int:
    rows = float(node.get("Actual Rows", 0)) + sum(float(node.get(name, 0)) for name in _REMOVED)
    return round(rows * _loops(node))


def _taken(node: Node) -> int:
    """What it is made of; a query of `with` hangs beneath it too, but is no part of it."""
    return sum(
        round(float(child.get("Actual Rows", 0)) * _loops(child))
        for child in node.get("Plans", ())
        if child.get("Parent Relationship", "Outer") == "Outer"
    )

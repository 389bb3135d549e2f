"""The filter language: `CODE like '120.*' and ACTIVE eq 0`, without brackets; `and` binds tighter."""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, Final

Record = Mapping[str, Any]
Test = Callable[[Record], bool]


class FilterFault(Exception):
    """The filter cannot be read."""


_TERM: Final = re.compile(
    r"\s*([A-Z0-9_]+)\s+(eq|neq|gte|gt|lte|lt|like)\s+('(?:[^']|'')*'|-?[0-9.]+)\s*", re.IGNORECASE
)
_JOIN: Final = re.compile(r"(and|or)\b", re.IGNORECASE)
_ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "neq": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def parse(text: str) -> Test:
    """Raises `FilterFault`."""
    groups: list[list[Test]] = [[]]
    place = 0
    while True:
        term = _TERM.match(text, place)
        if term is None:
            raise FilterFault(f"Cannot read the filter from {text[place:]!r}")
        groups[-1].append(_test(term[1], term[2].lower(), term[3]))
        place = term.end()
        if place == len(text):
            return lambda record: any(all(test(record) for test in group) for group in groups)
        joined = _JOIN.match(text, place)
        if joined is None:
            raise FilterFault(f"Cannot read the filter from {text[place:]!r}")
        if joined[1].lower() == "or":
            groups.append([])
        place = joined.end()


def _test(field: str, word: str, raw: str) -> Test:
    wanted: Any = raw[1:-1].replace("''", "'") if raw.startswith("'") else float(raw)
    if word == "like":
        return lambda record: fnmatchcase(str(record.get(field, "")).lower(), str(wanted).lower())
    compare = _ORDERS[word]

    def test(record: Record) -> bool:
        found = record.get(field)
        if found is None:
            return False
        left, right = _alike(found, wanted)
        return compare(left, right)

    return test


def _alike(found: Any, wanted: Any) -> tuple[Any, Any]:
    """Numbers as numbers, days as days, the rest as letters of either case."""
    if isinstance(found, int | float) and isinstance(wanted, float):
        return float(found), wanted
    day = _day(wanted)
    if day is not None and isinstance(found, str) and "T" in found:
        return datetime.fromisoformat(found), day
    return str(found).lower(), str(wanted).lower()


def _day(text: Any) -> datetime | None:
    if not isinstance(text, str) or not re.fullmatch(r"\d\d\.\d\d\.\d{4}", text):
        return None
    day, month, year = map(int, text.split("."))
    return datetime(year, month, day)  # noqa: DTZ001  days of the firm's own clock

"""The server's log as a witness: it writes down the plan of every statement that it executes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql

from benchmarks.plans.judging import Plan

# Sessions that begin from now on: everything's plan, with what it really took, but not the time of each step.
_SETTINGS: Final = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_parameter_max_length": "0",
}
_PLAN: Final = re.compile(r"duration: ([0-9.]+) ms  plan:\n((?:\t.*\n?)+)")


def write_plans(connection: psycopg.Connection[Any], database: str, **more: str) -> None:
    """By the superuser; until `forget_plans`. `more` are settings of those sessions."""
    connection.execute("load 'auto_explain'")
    for name, value in {**_SETTINGS, **more}.items():
        statement = sql.SQL("alter database {} set {} = {}")
        connection.execute(statement.format(sql.Identifier(database), _setting(name), sql.Literal(value)))


def forget_plans(connection: psycopg.Connection[Any], database: str) -> None:
    connection.execute(sql.SQL("alter database {} reset all").format(sql.Identifier(database)))


def _setting(name: str) -> sql.Composed:
    return sql.SQL(".").join(map(sql.Identifier, name.split(".")))


class Log:
    """`read` answers what came since the last time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._place = file.stat().st_size

    def read(self) -> list[Plan]:
        with self._file.open("rb") as opened:
            opened.seek(self._place)
            text = opened.read().decode(errors="replace")
            self._place = opened.tell()
        return list(plans_in(text))


def plans_in(text: str) -> Iterator[Plan]:
    for found in _PLAN.finditer(text):
        plan = msgspec.json.decode(found[2].replace("\n\t", "\n"))
        yield Plan(plan["Query Text"], float(found[1]), plan["Plan"])

"""How long statements take, which were slow, and what the database refused.

Texts only, never parameters. Bulk writing speaks to the driver itself and is measured as pushes.
"""

import time
from typing import Any, Final

import structlog
from prometheus_client import Counter, Histogram
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.tracing import UNTRACED, SpanKind, Tracing

log = structlog.get_logger(__name__)

TEXT_LENGTH_MAX: Final = 2000
WATCH: Final = "statement_watch"

SECONDS: Final = Histogram(
    "b2b_database_statement_seconds",
    "Time from sending a statement to its answer.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SLOW: Final = Counter("b2b_database_slow_statements", "Statements that took longer than the threshold.")
ERRORS: Final = Counter(
    "b2b_database_errors", "Statements that the database refused, or that were lost with it.", ("error",)
)


class StatementWatch:
    """Of one process. A threshold of 0 seconds calls nothing slow."""

    def __init__(self, *, slow_seconds: float, tracing: Tracing = UNTRACED) -> None:
        self._slow_seconds = slow_seconds or float("inf")
        self._tracing = None if tracing is UNTRACED else tracing

    def listen(self, engine: Engine) -> None:
        engine.update_execution_options(**{WATCH: self})
        event.listen(engine, "before_cursor_execute", _begin)
        event.listen(engine, "after_cursor_execute", self._end)
        event.listen(engine, "handle_error", self._fail)

    def note(self, statement: str, seconds: float, rows: int) -> None:
        SECONDS.observe(seconds)
        if self._tracing is not None:
            text = shown(statement)
            self._tracing.note_past(
                text.partition(" ")[0], SpanKind.ASKED, seconds, db_system="postgresql", db_statement=text
            )
        if seconds >= self._slow_seconds:
            SLOW.inc()
            log.warning(
                "statement.slow", statement=shown(statement), duration_ms=round(seconds * 1000, 1), rows=rows
            )

    def _end(
        self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: Any
    ) -> None:
        self.note(statement, time.perf_counter() - context.began_at, cursor.rowcount)

    def fail(self, error: BaseException) -> None:
        ERRORS.labels(type(error).__name__).inc()

    def _fail(self, failure: ExceptionContext) -> None:
        self.fail(failure.original_exception)
        began_at = getattr(failure.execution_context, "began_at", None)
        if failure.statement is not None and began_at is not None:
            self.note(failure.statement, time.perf_counter() - began_at, 0)


def _begin(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: Any) -> None:
    context.began_at = time.perf_counter()


def note(engine: object, statement: str, seconds: float, rows: int) -> None:
    """For those who speak to the driver themselves."""
    if (watch := _watch_of(engine)) is not None:
        watch.note(statement, seconds, rows)


def note_failure(engine: object, error: BaseException) -> None:
    """For those who speak to the driver themselves: a refusal, or a connection lost or not to be had."""
    if (watch := _watch_of(engine)) is not None:
        watch.fail(error)


def _watch_of(engine: object) -> StatementWatch | None:
    if not isinstance(engine, AsyncEngine):
        return None
    watch: StatementWatch | None = engine.sync_engine.get_execution_options().get(WATCH)
    return watch


def shown(statement: str) -> str:
    """On one line, as long as a line of the log may be."""
    return " ".join(statement.split())[:TEXT_LENGTH_MAX]

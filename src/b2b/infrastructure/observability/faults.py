"""Faults of ours, counted where they are logged, and named so that those of one cause are found together."""

import sys
import traceback
from types import TracebackType
from typing import Final

from prometheus_client import Counter
from structlog.typing import EventDict, WrappedLogger

# Without labels: one that begins with its first fault would have no increase to tell of.
FAULTS: Final = Counter("b2b_faults", "Lines of the log that tell of a fault of ours.")
OURS: Final = "b2b"
_SERIOUS: Final = frozenset({"error", "critical", "exception"})


def count_faults(_: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Adds `fault`, the class of the error and the innermost place of ours on its way, to lines about one."""
    if event.get("level", method) in _SERIOUS:
        FAULTS.inc()
        if (error := _error_of(event.get("exc_info"))) is not None:
            event["fault"] = name_of(error)
    return event


def name_of(error: BaseException) -> str:
    """The same for the same cause, whoever met it and whatever the line's number is today."""
    place = _place(error.__traceback__)
    return f"{type(error).__name__} in {place}" if place else type(error).__name__


def _error_of(given: object) -> BaseException | None:
    """As loggers are given it: the error, what `sys.exc_info` says, or that there is one."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def _place(trace: TracebackType | None) -> str | None:
    found = None
    for frame, _ in traceback.walk_tb(trace):
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == OURS:
            found = f"{module}.{frame.f_code.co_qualname}"
    return found

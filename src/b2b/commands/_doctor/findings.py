from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """A warning leaves the program working; a fault does not."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table."""

    subject: str
    state: State
    detail: str


def ok(subject: str, detail: str) -> Finding:
    return Finding(subject, State.OK, detail)


def warning(subject: str, detail: str) -> Finding:
    return Finding(subject, State.WARNING, detail)


def fault(subject: str, detail: str) -> Finding:
    return Finding(subject, State.FAULT, detail)


def first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__

"""Following one piece of work through the processes: a port, and what stands in where nobody follows."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from typing import Final, Protocol

Fact = str | int


class SpanKind(Enum):
    """A caller asked us, we did it ourselves, handed it on for later, or asked somebody else."""

    SERVED = "served"
    OWN = "own"
    PASSED_ON = "passed on"
    ASKED = "asked"


class Span(Protocol):
    """A part of the work, under way."""

    def rename(self, name: str) -> None: ...

    def note(self, fact: str, value: Fact) -> None: ...

    def fail(self, reason: str) -> None: ...


class Tracing(Protocol):
    """Traces are W3C's: `traceparent` is what is handed on, in a header or with a row."""

    def span(self, name: str, kind: SpanKind, *, parent: str | None = None) -> AbstractContextManager[Span]:
        """While the block runs. Without a parent it belongs to what is under way here, or begins a trace."""

    def note_past(
        self, name: str, kind: SpanKind, seconds: float, *, parent: str | None = None, **facts: Fact
    ) -> None:
        """Something that has just ended, after so long. Nothing where it would belong to no trace."""

    def traceparent(self) -> str | None:
        """Of what is under way; None where that is not followed."""

    def trace_id(self) -> str | None: ...


class _NoSpan:
    def rename(self, name: str) -> None:
        """Nobody asks."""

    def note(self, fact: str, value: Fact) -> None:
        """Nobody asks."""

    def fail(self, reason: str) -> None:
        """Nobody asks."""


_NO_SPAN: Final = _NoSpan()


class Untraced:
    """Nothing is followed."""

    @contextmanager
    def span(self, name: str, kind: SpanKind, *, parent: str | None = None) -> Iterator[Span]:
        yield _NO_SPAN

    def note_past(
        self, name: str, kind: SpanKind, seconds: float, *, parent: str | None = None, **facts: Fact
    ) -> None:
        """Nobody asks."""

    def traceparent(self) -> str | None:
        return None

    def trace_id(self) -> str | None:
        return None


UNTRACED: Final = Untraced()

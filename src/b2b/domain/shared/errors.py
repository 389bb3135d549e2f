"""The families of refusals. A family decides the HTTP status in one table; a class never does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a request.

    - `pointer` is a JSON pointer (RFC 6901) into the request's body, "" for the whole.
    """

    pointer: str
    code: str
    detail: str


class DomainError(Exception):
    """A business rule said no. It has a stable code and the facts, never an HTTP status."""

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, *, faults: Sequence[Fault] = (), **facts: object) -> None:
        super().__init__(self.title)
        self.facts = facts
        self.faults = tuple(faults)


class Invalid(DomainError):
    """A value that could never be right."""


class NotFound(DomainError):
    """Nothing there that the asker may see."""


class Conflict(DomainError):
    """Right in itself, but not in the present state."""


class Unauthenticated(DomainError):
    """Nobody we know asks, or their session has ended."""


class Forbidden(DomainError):
    """The asker is known and may not do this."""


class TooManyRequests(DomainError):
    """Right, but too often."""


class PreconditionFailed(DomainError):
    """The resource changed since the asker read it."""


class PreconditionRequired(DomainError):
    """The asker must say which state of the resource they read."""


class InvalidRequest(Invalid):
    """Carries every fault of a request, so that a caller mends them in one go."""

    code = "request.invalid"
    title = "The request has faults."

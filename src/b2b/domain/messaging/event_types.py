"""Which events an endpoint wants: full names, families ("order.*") or everything ("*")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from b2b.domain.messaging.errors import EventTypesRefused

EVERYTHING: Final = "*"
# Sent on request to one endpoint only; it is never part of the feed, and no pattern asks for it.
TEST_EVENT: Final = "webhook.test"
PATTERNS_MAX: Final = 100

# Standard Webhooks: words of letters, digits and underscores, separated by dots.
_PATTERN: Final = re.compile(r"(\*|[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*(\.\*)?)")
_PATTERN_LENGTH_MAX: Final = 80


@dataclass(frozen=True, slots=True)
class EventTypes:
    """At least one pattern, each once, in the order given.

    - Which events a pattern means is decided where they are: `wants` in the events repository.
    """

    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.patterns) <= PATTERNS_MAX:
            raise EventTypesRefused(count=len(self.patterns))
        for pattern in self.patterns:
            if len(pattern) > _PATTERN_LENGTH_MAX or not _PATTERN.fullmatch(pattern):
                raise EventTypesRefused(event_type=pattern[:_PATTERN_LENGTH_MAX])

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Self:
        return cls(tuple(dict.fromkeys(patterns)))

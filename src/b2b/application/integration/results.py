"""What became of what was pushed, item by item."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

RESULTS_MAX: Final = 10_000


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stale"
    FAILED = "failed"


WRITTEN: Final = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})


class ItemResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item's fate. `index` counts the body's items, or its lines that are not blank, from zero."""

    index: int
    outcome: Outcome
    external_id: str | None = None
    code: str | None = None
    detail: str | None = None
    pointer: str | None = None


class PushResult(Struct, frozen=True, kw_only=True):
    """The whole push.

    - `received` is the sum of the five counts.
    - `results` names the items that were not simply written; `truncated`: there were too many to name.
    """

    received: int
    created: int
    updated: int
    unchanged: int
    stale: int
    failed: int
    dry_run: bool
    truncated: bool
    results: list[ItemResult]


class Tally:
    """Counts fates as they come; memory stays bounded however many there are."""

    def __init__(self, *, every: bool) -> None:
        self._every = every
        self._counts = dict.fromkeys(Outcome, 0)
        self._results: list[ItemResult] = []
        self._truncated = False

    def count(self, outcome: Outcome, number: int) -> None:
        self._counts[outcome] += number

    def note(self, result: ItemResult) -> None:
        """Name an item, where it is one that is named; it is counted elsewhere."""
        if result.outcome in WRITTEN and not self._every:
            return
        if len(self._results) < RESULTS_MAX:
            self._results.append(result)
        else:
            self._truncated = True

    def result(self, *, dry_run: bool) -> PushResult:
        counts = self._counts
        return PushResult(
            received=sum(counts.values()),
            created=counts[Outcome.CREATED],
            updated=counts[Outcome.UPDATED],
            unchanged=counts[Outcome.UNCHANGED],
            stale=counts[Outcome.STALE],
            failed=counts[Outcome.FAILED],
            dry_run=dry_run,
            truncated=self._truncated,
            results=sorted(self._results, key=lambda result: result.index),
        )

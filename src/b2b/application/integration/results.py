"""What became of what was pushed, item by item."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Self

from msgspec import Struct

from b2b.domain.shared.ids import ReceiptId

RESULTS_MAX: Final = 10_000
# Of one push: refused items that its receipt names, and reasons that it counts apart.
ERRORS_KEPT_MAX: Final = 100_000
ERRORS_SHOWN_MAX: Final = 1_000
CODES_MAX: Final = 20
OTHER_CODES: Final = "other"


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


class Vanishing(Struct, frozen=True, kw_only=True):
    """What a snapshot's body did not hold.

    - `allowed`: no more than `percent_max` (a setting) of what is live. Else nothing is deleted.
    - `names` are the first 100, in a dry run.
    """

    live: int
    vanishing: int
    percent_max: int
    allowed: bool
    names: list[str]


class PushResult(Struct, frozen=True, kw_only=True):
    """The whole push.

    - `received` is the sum of the five counts.
    - `results` names the items that were not simply written; `truncated`: there were too many to name.
    - `vanished` is how many a snapshot deleted, or would have: its body did not hold them.
    - `receipt_id` names the receipt, which `GET /receipts/{id}` shows for 90 days.
    """

    receipt_id: ReceiptId
    received: int
    created: int
    updated: int
    unchanged: int
    stale: int
    failed: int
    vanished: int
    dry_run: bool
    truncated: bool
    results: list[ItemResult]
    vanishing: Vanishing | None = None


class Tally:
    """Counts fates as they come; memory stays bounded however many there are."""

    def __init__(self, *, every: bool = False) -> None:
        self._every = every
        self.vanished = 0
        self.vanishing: Vanishing | None = None
        self._counts = dict.fromkeys(Outcome, 0)
        self._results: list[ItemResult] = []
        self._truncated = False
        self._codes: dict[str, int] = {}
        self._errors: list[ItemResult] = []
        self._errors_kept = 0

    @classmethod
    def resumed(cls, counts: Mapping[Outcome, int], codes: Mapping[str, int], vanished: int) -> Self:
        """Where somebody else went before: everything that failed was noted."""
        tally = cls()
        tally._counts.update(counts)
        tally._codes.update(codes)
        tally._errors_kept = min(counts.get(Outcome.FAILED, 0), ERRORS_KEPT_MAX)
        tally.vanished = vanished
        return tally

    @property
    def counts(self) -> dict[Outcome, int]:
        return dict(self._counts)

    @property
    def codes(self) -> dict[str, int]:
        """How many items were refused for which reason, in the order in which the reasons came up."""
        return dict(self._codes)

    def take_errors(self) -> list[ItemResult]:
        """Refused items that nobody has taken yet, as long as there are not too many in all."""
        taken, self._errors = self._errors, []
        return taken

    def count(self, outcome: Outcome, number: int) -> None:
        self._counts[outcome] += number

    def note(self, result: ItemResult) -> None:
        """Name an item, where it is one that is named; it is counted elsewhere."""
        if result.outcome is Outcome.FAILED:
            self._note_error(result)
        if result.outcome in WRITTEN and result.code is None and not self._every:
            return
        if len(self._results) < RESULTS_MAX:
            self._results.append(result)
        else:
            self._truncated = True

    def _note_error(self, result: ItemResult) -> None:
        code = result.code or OTHER_CODES
        if code not in self._codes and len(self._codes) >= CODES_MAX:
            code = OTHER_CODES
        self._codes[code] = self._codes.get(code, 0) + 1
        if self._errors_kept < ERRORS_KEPT_MAX:
            self._errors_kept += 1
            self._errors.append(result)

    def result(self, receipt_id: ReceiptId, *, dry_run: bool) -> PushResult:
        counts = self._counts
        return PushResult(
            receipt_id=receipt_id,
            received=sum(counts.values()),
            created=counts[Outcome.CREATED],
            updated=counts[Outcome.UPDATED],
            unchanged=counts[Outcome.UNCHANGED],
            stale=counts[Outcome.STALE],
            failed=counts[Outcome.FAILED],
            vanished=self.vanished,
            vanishing=self.vanishing,
            dry_run=dry_run,
            truncated=self._truncated,
            results=sorted(self._results, key=lambda result: result.index),
        )

"""What the outside was told: every answer that somebody got, to be held against what is stored."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Ending(StrEnum):
    """What became of an order by somebody's acknowledged word."""

    CANCELLED = "cancelled"
    REJECTED = "rejected"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An acknowledged order."""

    number: str
    dealer: str
    status: str
    gross: Decimal


@dataclass
class History:
    """Keyed by idempotency key where an order is meant, by the ERP's own key where a paper is.

    - `refused`: a definite no. It counts as one only where no earlier attempt's outcome is unknown.
    - `oddities` are answers that nobody should ever get; each is a violation.
    """

    placed: dict[str, Placed] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    endings: dict[str, Ending] = field(default_factory=dict)
    invoiced: dict[str, Decimal] = field(default_factory=dict)
    paid: dict[str, Decimal] = field(default_factory=dict)
    jobs: set[str] = field(default_factory=set)
    pushed: dict[str, int] = field(default_factory=dict)
    prices: dict[str, Decimal] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    replays: int = 0
    oddities: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """Wishes that have been decided, which is how far the work has come."""
        return len(self.placed) + len(self.refused)

    @property
    def unknown(self) -> int:
        """Requests whose outcome nobody was told: asked again, with the same key."""
        return self.answers["lost"] + self.answers["503"]

    def place(self, key: str, dealer: str, answer: Any) -> Placed:
        """Raises no alarm for the same answer to the same key."""
        made = Placed(
            number=answer["number"],
            dealer=dealer,
            status=answer["status"],
            gross=Decimal(answer["totals"]["gross"]["amount"]),
        )
        known = self.placed.setdefault(key, made)
        if known != made:
            self.oddities.append(f"one wish, two answers: {known} and {made}")
        return known

    def odd(self, what: str) -> None:
        self.oddities.append(what)

"""How an endpoint has answered of late: its lane, its rest, and whether its circuit is open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from b2b.domain.messaging.deliveries import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitRule:
    """So many failures in a row over so long a time open the circuit; then single requests try it out."""

    failures: int
    lasting: timedelta
    probe_every: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What the answers so far say about the next requests.

    - `failures` were had in a row, the first at `failing_since`.
    - From `opened_at` on the circuit is open: after each rest one request goes out. A success closes it.
    """

    slow: bool = False
    resting_until: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    opened_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    def after(self, attempt: Attempt, rest_until: datetime | None, rule: CircuitRule) -> Self:
        """`rest_until` is what the endpoint itself asked for."""
        if attempt.succeeded:
            # Only the circuit's own rest ends with a success; who asked to be left alone still is.
            rest = None if self.is_open else self.resting_until
            return replace(self, resting_until=rest, failures=0, failing_since=None, opened_at=None)
        failures, since = self.failures + 1, self.failing_since or attempt.started_at
        lasted = failures >= rule.failures and attempt.ended_at - since >= rule.lasting
        opened_at = self.opened_at or (attempt.ended_at if lasted else None)
        probe_at = attempt.ended_at + rule.probe_every if opened_at else None
        return replace(
            self,
            resting_until=max(filter(None, (self.resting_until, rest_until, probe_at)), default=None),
            failures=failures,
            failing_since=since,
            opened_at=opened_at,
        )

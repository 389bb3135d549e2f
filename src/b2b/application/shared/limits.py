"""How often somebody may ask: counted in one place for all processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

MINUTE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `quota` requests of one subject in a window that begins with its first."""

    name: str
    subject: str
    quota: int
    window_seconds: int = MINUTE_SECONDS


def limit_of_key(key_id: object, quota: int) -> Limit:
    return Limit(name="api_key", subject=str(key_id), quota=quota)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left of a limit. The quota is halved for somebody who was refused again and again."""

    limit: Limit
    quota: int
    remaining: int
    reset_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Halving:
    """The quota that holds for now instead of the limit's own, and when the last of it will be over."""

    limit: Limit
    quota: int
    for_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the request may pass; without allowances where nobody could count."""

    allowed: bool
    allowances: tuple[Allowance, ...] = ()

    @property
    def retry_after_seconds(self) -> int:
        """How long until the last of the exhausted limits begins anew."""
        exhausted = (given.reset_seconds for given in self.allowances if given.remaining == 0)
        return max(exhausted, default=1)


LET_THROUGH: Final = Verdict(allowed=True)


class RateLimits(Protocol):
    async def take(self, limits: Sequence[Limit]) -> Verdict:
        """Count one request against all the limits at once, or against none where one is exhausted.

        Lets everything through while the counters are away.
        """

    async def strike(self, limits: Sequence[Limit]) -> list[Halving]:
        """Note a refusal. Many of them within a minute halve the subject's quota; answers those that now are.

        A quota is halved up to three times, and given back step by step.
        """

    async def halved(self, limits: Sequence[Limit]) -> list[Halving]:
        """Those of the limits whose quotas are halved now."""

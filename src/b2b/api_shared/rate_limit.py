"""How limits look in HTTP (the RateLimit header fields draft), and which of them a caller has."""

from dataclasses import dataclass

from b2b.application.shared.access import Actor, ActorKind, Origin
from b2b.application.shared.limits import Limit, Verdict, limit_of_key
from b2b.domain.shared.errors import TooManyRequests

RawHeaders = list[tuple[bytes, bytes]]


class QuotaExceeded(TooManyRequests):
    code = "quota.exceeded"
    title = "Too many requests; wait a little."


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """Requests per minute. A person's pages count apart from programs: a page asks for several parts."""

    address: int
    user: int
    page: int
    api_key: int

    def of_address(self, origin: Origin) -> list[Limit]:
        return [Limit(name="address", subject=origin.ip, quota=self.address)] if origin.ip else []

    def of_caller(self, actor: Actor, *, page: bool = False) -> list[Limit]:
        """Nobody in particular has only the address's quota."""
        if actor.kind is ActorKind.MACHINE:
            return [limit_of_key(actor.api_key_id, actor.requests_per_minute or self.api_key)]
        if actor.user_id is not None:
            name, quota = ("page", self.page) if page else ("user", self.user)
            return [Limit(name=name, subject=str(actor.user_id), quota=quota)]
        return []


def joined(first: Verdict, second: Verdict) -> Verdict:
    return Verdict(allowed=first.allowed and second.allowed, allowances=first.allowances + second.allowances)


def limit_headers(verdicts: Verdict) -> RawHeaders:
    """Empty where nobody could count."""
    given = verdicts.allowances
    if not given:
        return []
    policy = (f'"{one.limit.name}";q={one.quota};w={one.limit.window_seconds}' for one in given)
    left = (f'"{one.limit.name}";r={one.remaining};t={one.reset_seconds}' for one in given)
    return [
        (b"ratelimit-policy", ", ".join(policy).encode()),
        (b"ratelimit", ", ".join(left).encode()),
    ]


def refusal(verdict: Verdict) -> QuotaExceeded:
    return QuotaExceeded(retry_after=verdict.retry_after_seconds)

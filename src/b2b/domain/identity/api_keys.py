import ipaddress
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from b2b.domain.identity.errors import (
    ApiKeyExpired,
    ApiKeyRevoked,
    ExpiryInThePast,
    InvalidNetwork,
    LimitOutOfRange,
    OverlapOutOfRange,
    ScopeUnknown,
)
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import ApiClientId, ApiKeyId

OVERLAP_MAX: Final = timedelta(days=30)
REQUESTS_PER_MINUTE_MAX: Final = 1_000_000


class ApiClient(AggregateRoot):
    """A machine that works for the tenant, such as its ERP; it has keys."""

    def __init__(self, *, id: ApiClientId, name: str, contact: str | None) -> None:
        self.id = id
        self.name = name
        self.contact = contact
        self.is_active = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySecret:
    """What is kept of a key: a prefix that finds it and that people recognise, and the secret's hash."""

    prefix: str
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTerms:
    """What a key is for, from where, how often and until when.

    - No networks mean any address, no end means for ever, no number as many as every key may.
    """

    scopes: Sequence[str]
    allowed_networks: Sequence[str] = ()
    expires_at: datetime | None = None
    requests_per_minute: int | None = None


class ApiKey(AggregateRoot):
    """A secret that a client shows; only its hash is kept.

    - Rotated, it has a new secret, and the former one is good beside it until a moment that was named; of one
      before that nothing is kept.
    - Revoked once, for good, with all its secrets.
    """

    def __init__(
        self,
        *,
        id: ApiKeyId,
        client_id: ApiClientId,
        name: str,
        secret: KeySecret,
        terms: KeyTerms,
        known_scopes: Set[str],
        at: datetime,
    ) -> None:
        if unknown := sorted(set(terms.scopes) - known_scopes):
            raise ScopeUnknown(scopes=", ".join(unknown))
        if terms.expires_at is not None and terms.expires_at <= at:
            raise ExpiryInThePast(expires_at=terms.expires_at)
        self.id = id
        self.client_id = client_id
        self.name = name
        self.prefix = secret.prefix
        self.secret_hash = secret.hash
        self.secret_version = 1
        self.previous_hash: bytes | None = None
        self.previous_until: datetime | None = None
        self.scopes = sorted(set(terms.scopes))
        self.allowed_networks = _networks(terms.allowed_networks)
        self.requests_per_minute = _limit(terms.requests_per_minute)
        self.expires_at = terms.expires_at
        self.revoked_at: datetime | None = None
        self.revoked_reason: str | None = None

    def rotate(self, secret_hash: bytes, *, overlap: timedelta, at: datetime) -> None:
        """The secret so far ends by itself when the overlap is over."""
        self._require_live(at)
        if not timedelta(0) <= overlap <= OVERLAP_MAX:
            raise OverlapOutOfRange(hours=overlap // timedelta(hours=1))
        self.previous_hash, self.previous_until = self.secret_hash, at + overlap
        self.secret_hash = secret_hash
        self.secret_version += 1

    def allow_from(self, networks: Sequence[str], *, at: datetime) -> None:
        """None at all: from anywhere."""
        self._require_live(at)
        self.allowed_networks = _networks(networks)

    def limit_to(self, requests_per_minute: int | None, *, at: datetime) -> None:
        self._require_live(at)
        self.requests_per_minute = _limit(requests_per_minute)

    def revoke(self, *, reason: str, at: datetime) -> None:
        if self.revoked_at is not None:
            raise ApiKeyRevoked(key_id=self.id)
        self.revoked_at = at
        self.revoked_reason = reason

    def _require_live(self, at: datetime) -> None:
        if self.revoked_at is not None:
            raise ApiKeyRevoked(key_id=self.id)
        if self.expires_at is not None and self.expires_at <= at:
            raise ApiKeyExpired(expires_at=self.expires_at)


def _limit(requests_per_minute: int | None) -> int | None:
    if requests_per_minute is not None and not 1 <= requests_per_minute <= REQUESTS_PER_MINUTE_MAX:
        raise LimitOutOfRange(requests_per_minute=requests_per_minute)
    return requests_per_minute


def _networks(texts: Sequence[str]) -> list[str]:
    """Each once, in the order given."""
    return list(dict.fromkeys(map(_network, texts)))


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise InvalidNetwork(network=text) from None


def address_allowed(address: str | None, networks: Sequence[str]) -> bool:
    """Whether a key may be used from here; no networks: from anywhere."""
    if not networks:
        return True
    if address is None:
        return False
    place = ipaddress.ip_address(address)
    mapped = getattr(place, "ipv4_mapped", None)
    return any((mapped or place) in ipaddress.ip_network(network) for network in networks)

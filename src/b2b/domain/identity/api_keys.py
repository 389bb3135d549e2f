import ipaddress
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from b2b.domain.identity.errors import ApiKeyRevoked, ExpiryInThePast, InvalidNetwork, ScopeUnknown
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import ApiClientId, ApiKeyId


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
    """What a key is for, from where and until when; no networks mean any address, no end means for ever."""

    scopes: Sequence[str]
    allowed_networks: Sequence[str] = ()
    expires_at: datetime | None = None


class ApiKey(AggregateRoot):
    """A secret that a client shows; only its hash is kept. Revoked once, for good."""

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
        self.scopes = sorted(set(terms.scopes))
        self.allowed_networks = [_network(text) for text in terms.allowed_networks]
        self.expires_at = terms.expires_at
        self.revoked_at: datetime | None = None
        self.revoked_reason: str | None = None

    def revoke(self, *, reason: str, at: datetime) -> None:
        if self.revoked_at is not None:
            raise ApiKeyRevoked(key_id=self.id)
        self.revoked_at = at
        self.revoked_reason = reason


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

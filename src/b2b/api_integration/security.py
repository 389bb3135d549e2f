"""Machines carry an API key, or a token that they got for one; without either they are not let in."""

from dataclasses import dataclass
from uuid import UUID

from b2b.api_shared.gate import Arrival
from b2b.application.identity.ports import ApiKeyDirectory, Credential, KeyHolder, MachineTokens
from b2b.application.shared.access import Actor, ActorKind, Origin, anonymous_actor
from b2b.domain.identity.api_keys import address_allowed
from b2b.domain.identity.errors import AddressRefused, KeyMissing
from b2b.domain.shared.ids import TenantId

SCHEME = "bearer"
# Whoever asks for a token is nobody, of no tenant, until the key that they show is known.
NOBODYS = TenantId(UUID(int=0))


@dataclass(frozen=True, slots=True)
class KeyIdentify:
    keys: ApiKeyDirectory
    tokens: MachineTokens

    def at_once(self, arrival: Arrival) -> Actor | None:
        if arrival.open_to_all:
            return anonymous_actor(NOBODYS, arrival.origin)
        holder = self.keys.known(self._credential(arrival))
        return None if holder is None else _actor(holder, arrival)

    async def by_asking(self, arrival: Arrival) -> Actor:
        return _actor(await self.keys.find(self._credential(arrival)), arrival)

    def _credential(self, arrival: Arrival) -> Credential:
        """The key where both are shown."""
        key = arrival.headers.get("x-api-key", "").strip()
        if key:
            return key
        scheme, _, token = arrival.headers.get("authorization", "").partition(" ")
        if scheme.lower() != SCHEME or not token.strip():
            raise KeyMissing
        return self.tokens.read(token.strip())


def machine(holder: KeyHolder, origin: Origin) -> Actor:
    return Actor(
        kind=ActorKind.MACHINE,
        tenant_id=holder.tenant_id,
        permissions=holder.permissions,
        api_key_id=holder.key_id,
        access_version=holder.secret_version,
        requests_per_minute=holder.requests_per_minute,
        origin=origin,
    )


def _actor(holder: KeyHolder, arrival: Arrival) -> Actor:
    actor = machine(holder, arrival.origin)
    arrival.recognised.append(actor)
    if not address_allowed(arrival.origin.ip, holder.allowed_networks):
        raise AddressRefused
    return actor

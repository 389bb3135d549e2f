"""Machines carry an API key; without one they are not let in."""

from dataclasses import dataclass

from b2b.api_shared.gate import Arrival
from b2b.application.identity.ports import ApiKeyDirectory, KeyHolder
from b2b.application.shared.access import Actor, ActorKind
from b2b.domain.identity.api_keys import address_allowed
from b2b.domain.identity.errors import AddressRefused, KeyMissing


@dataclass(frozen=True, slots=True)
class KeyIdentify:
    keys: ApiKeyDirectory

    def at_once(self, arrival: Arrival) -> Actor | None:
        holder = self.keys.known(_key(arrival))
        return None if holder is None else _actor(holder, arrival)

    async def by_asking(self, arrival: Arrival) -> Actor:
        return _actor(await self.keys.find(_key(arrival)), arrival)


def _key(arrival: Arrival) -> str:
    key = arrival.headers.get("x-api-key", "").strip()
    if not key:
        raise KeyMissing
    return key


def _actor(holder: KeyHolder, arrival: Arrival) -> Actor:
    if not address_allowed(arrival.origin.ip, holder.allowed_networks):
        raise AddressRefused
    return Actor(
        kind=ActorKind.MACHINE,
        tenant_id=holder.tenant_id,
        permissions=holder.permissions,
        api_key_id=holder.key_id,
        origin=arrival.origin,
    )

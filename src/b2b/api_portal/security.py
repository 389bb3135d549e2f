"""People carry a bearer token; without one they are nobody, at the tenant whose address they came to."""

from dataclasses import dataclass
from typing import Final

from b2b.api_shared.gate import Arrival
from b2b.application.identity.ports import AccessTokens, Bearer, Tenants
from b2b.application.shared.access import Actor, ActorKind, SignInRequired, anonymous_actor
from b2b.domain.identity.errors import TokenInvalid

SCHEME: Final = "bearer"


@dataclass(frozen=True, slots=True)
class BearerIdentify:
    """The token says it all; the database refuses one whose session, user or company has ended."""

    tokens: AccessTokens
    tenants: Tenants

    def at_once(self, arrival: Arrival) -> Actor | None:
        header = arrival.headers.get("authorization")
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != SCHEME:
            raise TokenInvalid
        bearer = self.tokens.read(token.strip())
        return actor_of(bearer, arrival)

    async def by_asking(self, arrival: Arrival) -> Actor:
        if not arrival.open_to_all:
            raise SignInRequired
        host = arrival.headers.get("host", "").rpartition(":")[0] or arrival.headers.get("host", "")
        return anonymous_actor(await self.tenants.at(host), arrival.origin)


def actor_of(bearer: Bearer, arrival: Arrival) -> Actor:
    """Staff stay staff while they work for a dealer, whose rows alone they then see."""
    of_a_dealer = bearer.customer_id is not None and not bearer.acting
    return Actor(
        kind=ActorKind.DEALER if of_a_dealer else ActorKind.STAFF,
        tenant_id=bearer.tenant_id,
        permissions=bearer.permissions,
        user_id=bearer.user_id,
        customer_id=bearer.customer_id,
        session_id=bearer.session_id,
        access_version=bearer.access_version,
        roles=bearer.roles,
        email=bearer.email,
        acting=bearer.acting,
        origin=arrival.origin,
    )

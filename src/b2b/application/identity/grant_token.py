from dataclasses import dataclass
from enum import StrEnum

import msgspec

from b2b.application.identity.ports import ApiKeyDirectory, KeyHolder, MachineGrant, MachineTokens
from b2b.application.identity.token_pairs import TOKEN_TYPE
from b2b.application.shared.ports import Clock
from b2b.domain.identity.api_keys import address_allowed
from b2b.domain.identity.errors import AddressRefused, KeyRefused


class GrantFault(StrEnum):
    """The words of RFC 6749, section 5.2."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_SCOPE = "invalid_scope"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"


class BadGrant(Exception):
    """Why there is no token; the standard's own answer, unlike the problems of everything else."""

    def __init__(self, fault: GrantFault, words: str) -> None:
        self.fault = fault
        self.words = words
        super().__init__(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantToken:
    key: str
    ip: str | None


class GrantedToken(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 6749, section 5.1."""

    access_token: str
    expires_in: int
    scope: str
    token_type: str = TOKEN_TYPE


@dataclass(frozen=True, slots=True)
class TokenGrants:
    """A key's short-lived token, for all of its scopes or for some of them.

    - Worth nothing once the key or the secret that got it has ended, and only from the key's networks.
    """

    keys: ApiKeyDirectory
    tokens: MachineTokens
    clock: Clock

    async def holder(self, command: GrantToken) -> KeyHolder:
        """Who asks, as the database has it now: no transaction follows in which it could refuse the key.

        Raises `BadGrant`.
        """
        try:
            holder = await self.keys.find(command.key)
        except KeyRefused as error:
            raise BadGrant(GrantFault.INVALID_CLIENT, error.title) from None
        if not address_allowed(command.ip, holder.allowed_networks):
            raise BadGrant(GrantFault.UNAUTHORIZED_CLIENT, AddressRefused.title)
        return holder

    def grant(self, holder: KeyHolder, scope: str | None) -> GrantedToken:
        scopes = tuple(dict.fromkeys(scope.split())) if scope is not None else holder.scopes
        if not scopes or (beyond := [each for each in scopes if each not in holder.scopes]):
            words = f"This key has no scope {beyond[0]}." if scopes else "scope names nothing."
            raise BadGrant(GrantFault.INVALID_SCOPE, words)
        grant = MachineGrant(
            tenant_id=holder.tenant_id,
            key_id=holder.key_id,
            secret_version=holder.secret_version,
            scopes=scopes,
        )
        return GrantedToken(
            access_token=self.tokens.issue(grant, at=self.clock.now()),
            expires_in=int(self.tokens.lifetime.total_seconds()),
            scope=" ".join(scopes),
        )

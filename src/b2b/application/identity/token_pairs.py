"""The two tokens of a sign-in: a short one that says who asks, and a longer one that renews it once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import msgspec

from b2b.application.identity.ports import Access, AccessTokens, Bearer, Sessions, SignInPolicy
from b2b.domain.shared.ids import SessionId, TenantId

TOKEN_TYPE = "Bearer"  # noqa: S105 - the scheme's name


class TokenPair(msgspec.Struct, frozen=True, kw_only=True):
    """Times in seconds. A refresh token works once: each refresh gives a new one."""

    access_token: str
    token_type: str
    expires_in: int
    refresh_token: str
    refresh_expires_in: int


def new_refresh_token(tenant_id: TenantId) -> str:
    """It names its tenant, and is otherwise 32 random bytes; only its hash is stored."""
    return f"{tenant_id.hex}.{secrets.token_urlsafe(32)}"


def refresh_tenant(token: str) -> str:
    """The tenant that the token names, as it stands there."""
    return token.partition(".")[0]


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Gives a session its next pair, inside the transaction of whoever asks."""

    sessions: Sessions
    tokens: AccessTokens
    policy: SignInPolicy

    async def issue(
        self,
        tenant_id: TenantId,
        session_id: SessionId,
        access: Access,
        *,
        at: datetime,
        until: datetime | None = None,
    ) -> TokenPair:
        """`until` ends what may not be renewed for as long as others."""
        until = until or at + self.policy.refresh_for
        refresh_token = new_refresh_token(tenant_id)
        await self.sessions.add_refresh(session_id, access, token_hash(refresh_token), at=at, until=until)
        bearer = Bearer(
            tenant_id=tenant_id,
            user_id=access.user_id,
            session_id=session_id,
            customer_id=access.customer_id,
            access_version=access.access_version,
            email=access.email,
            roles=access.roles,
            permissions=access.permissions,
            acting=access.acting,
        )
        return TokenPair(
            access_token=self.tokens.issue(bearer, at=at),
            token_type=TOKEN_TYPE,
            expires_in=int(self.tokens.lifetime.total_seconds()),
            refresh_token=refresh_token,
            refresh_expires_in=int((until - at).total_seconds()),
        )

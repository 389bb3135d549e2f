"""Tokens that a machine gets for its key: signed, short-lived, worth nothing without the key behind them."""

import time
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import jwt
import msgspec

from b2b.application.identity.ports import MachineGrant
from b2b.domain.identity.errors import TokenExpired, TokenInvalid
from b2b.domain.shared.ids import ApiKeyId, TenantId
from b2b.infrastructure.security.moments import Moments
from b2b.infrastructure.security.tokens import ALGORITHM, ISSUER, KEPT_SECONDS, TYPE

AUDIENCE: Final = "b2b-integration"
REQUIRED: Final = ("exp", "iat", "iss", "aud", "sub", "tid", "ver")


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    exp: float
    sub: UUID
    tid: UUID
    ver: int
    scope: str


class JwtMachineTokens:
    """RFC 9068's form: the scopes are one text, separated by blanks."""

    def __init__(self, secret: str, *, lifetime: timedelta) -> None:
        self._secret = secret
        self._lifetime = lifetime
        self._kept: Moments[tuple[float, MachineGrant]] = Moments(seconds=KEPT_SECONDS)

    @property
    def lifetime(self) -> timedelta:
        return self._lifetime

    def issue(self, grant: MachineGrant, *, at: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": int(at.timestamp()),
            "exp": int((at + self._lifetime).timestamp()),
            "sub": str(grant.key_id),
            "tid": str(grant.tenant_id),
            "ver": grant.secret_version,
            "scope": " ".join(grant.scopes),
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM, headers={"typ": TYPE})

    def read(self, token: str) -> MachineGrant:
        """A good token is not taken apart again for a while."""
        kept = self._kept.get(token)
        if kept is not None and time.time() < kept[0]:
            return kept[1]
        claims = self._checked(token)
        grant = MachineGrant(
            tenant_id=TenantId(claims.tid),
            key_id=ApiKeyId(claims.sub),
            secret_version=claims.ver,
            scopes=tuple(claims.scope.split()),
        )
        self._kept.put(token, (claims.exp, grant))
        return grant

    def _checked(self, token: str) -> _Claims:
        try:
            decoded = jwt.decode_complete(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                options={"require": list(REQUIRED)},
            )
            if decoded["header"].get("typ") != TYPE:
                raise TokenInvalid
            return msgspec.convert(decoded["payload"], _Claims)
        except jwt.ExpiredSignatureError:
            raise TokenExpired from None
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError):
            raise TokenInvalid from None

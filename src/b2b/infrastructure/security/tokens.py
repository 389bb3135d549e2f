"""Access tokens: JWTs of one algorithm, one issuer, one audience and one type, all of them checked."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import jwt
import msgspec

from b2b.application.identity.ports import Bearer
from b2b.application.shared.access import Permission
from b2b.domain.identity.errors import TokenExpired, TokenInvalid
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId
from b2b.infrastructure.security.moments import Moments

ALGORITHM: Final = "HS256"
ISSUER: Final = "b2b"
AUDIENCE: Final = "b2b-portal"
WEB_AUDIENCE: Final = "b2b-web"
TYPE: Final = "at+jwt"
_PERMISSIONS: Final = {permission.value: permission for permission in Permission}
# What a token says does not change; how long it says so is looked at each time.
KEPT_SECONDS: Final = 60
REQUIRED: Final = ("exp", "iat", "iss", "aud", "sub", "tid", "sid", "ver")


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    """The claims that we act on; PyJWT has checked the rest."""

    exp: float
    iat: float
    sub: UUID
    tid: UUID
    sid: UUID
    ver: int
    customer_id: UUID | None
    email: str
    role: tuple[str, ...]
    permissions: tuple[str, ...]
    acting: bool = False


class JwtAccessTokens:
    """One kind of token: what is made for another audience is refused."""

    def __init__(self, secret: str, *, lifetime: timedelta, audience: str = AUDIENCE) -> None:
        self._secret = secret
        self._lifetime = lifetime
        self._audience = audience
        self._kept: Moments[tuple[float, Bearer]] = Moments(seconds=KEPT_SECONDS)

    @property
    def lifetime(self) -> timedelta:
        return self._lifetime

    def issue(self, bearer: Bearer, *, at: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "aud": self._audience,
            "iat": int(at.timestamp()),
            "exp": int((at + self._lifetime).timestamp()),
            "sub": str(bearer.user_id),
            "tid": str(bearer.tenant_id),
            "sid": str(bearer.session_id),
            "ver": bearer.access_version,
            "customer_id": str(bearer.customer_id) if bearer.customer_id else None,
            "email": bearer.email,
            "role": sorted(bearer.roles),
            "permissions": sorted(bearer.permissions),
            "acting": bearer.acting,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM, headers={"typ": TYPE})

    def read(self, token: str) -> Bearer:
        """Raises `TokenExpired` or `TokenInvalid`. A good token is not taken apart again for a while."""
        kept = self._kept.get(token)
        if kept is not None and time.time() < kept[0]:
            return kept[1]
        claims = self._checked(token)
        bearer = _bearer(claims)
        self._kept.put(token, (claims.exp, bearer))
        return bearer

    def _checked(self, token: str) -> _Claims:
        try:
            decoded = jwt.decode_complete(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=self._audience,
                options={"require": list(REQUIRED)},
            )
            if decoded["header"].get("typ") != TYPE:
                raise TokenInvalid
            return msgspec.convert(decoded["payload"], _Claims)
        except jwt.ExpiredSignatureError:
            raise TokenExpired from None
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError):
            raise TokenInvalid from None


def _bearer(claims: _Claims) -> Bearer:
    """A permission that a newer or older program knew is left out."""
    return Bearer(
        tenant_id=TenantId(claims.tid),
        user_id=UserId(claims.sub),
        session_id=SessionId(claims.sid),
        customer_id=CustomerId(claims.customer_id) if claims.customer_id else None,
        access_version=claims.ver,
        email=claims.email,
        roles=frozenset(claims.role),
        permissions=frozenset(_PERMISSIONS[name] for name in claims.permissions if name in _PERMISSIONS),
        issued_at=datetime.fromtimestamp(claims.iat, UTC),
        acting=claims.acting,
    )

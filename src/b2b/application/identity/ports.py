from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from b2b.application.shared.access import Permission
from b2b.domain.identity.api_keys import ApiClient, ApiKey
from b2b.domain.identity.roles import Role, UserKind
from b2b.domain.identity.users import User
from b2b.domain.shared.ids import (
    ApiClientId,
    ApiKeyId,
    CustomerId,
    RoleId,
    SessionId,
    TenantId,
    UserId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """What an access token says of the one who carries it.

    - `acting`: one of the distributor's people at work for the dealer `customer_id`.
    - `issued_at` is set where the token was read.
    """

    tenant_id: TenantId
    user_id: UserId
    session_id: SessionId
    customer_id: CustomerId | None
    access_version: int
    email: str
    roles: frozenset[str]
    permissions: frozenset[Permission]
    issued_at: datetime | None = None
    acting: bool = False


class AccessTokens(Protocol):
    @property
    def lifetime(self) -> timedelta:
        """How long a token is good."""

    def issue(self, bearer: Bearer, *, at: datetime) -> str: ...

    def read(self, token: str) -> Bearer:
        """Raises `TokenExpired`, or `TokenInvalid` for anything that we did not sign in exactly this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """Who carries the token today, and the token to keep.

    - `acting_ended`: they worked for a dealer, which is over; they are themselves again.
    """

    bearer: Bearer
    token: str
    acting_ended: bool = False


class WebSessions(Protocol):
    """What browsers keep: a token that says who is signed in, for as long as the session lives."""

    def read(self, token: str) -> Bearer | None:
        """Who carries it; None where the database is to be asked: it is old, or they work for a dealer.

        Raises `TokenExpired`, or `TokenInvalid` for anything that we did not sign in exactly this form.
        """

    def issue(self, bearer: Bearer) -> str: ...

    async def renew(self, token: str) -> Renewed:
        """The person with today's rights. Raises `SessionEnded` or `AccessSuspended`.

        Several tabs may ask at once: the session lives on, and each has a token that is good.
        """


class PasswordHasher(Protocol):
    async def hash(self, password: str) -> str: ...

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Never true without a hash, and no quicker then, so that nobody learns which accounts exist."""

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made with weaker parameters than today's."""


class Tenants(Protocol):
    async def at(self, host: str) -> TenantId:
        """Who is served at a host name; else the only one, or the default. Raises `TenantUnknown`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """The machine behind an API key.

    - `secret_version` is that of the secret which it showed: the database refuses one that has ended.
    """

    tenant_id: TenantId
    key_id: ApiKeyId
    scopes: tuple[str, ...]
    permissions: frozenset[Permission]
    allowed_networks: tuple[str, ...]
    requests_per_minute: int | None
    secret_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineGrant:
    """What a machine's token says: for which key, got by which of its secrets, for what."""

    tenant_id: TenantId
    key_id: ApiKeyId
    secret_version: int
    scopes: tuple[str, ...]


# The key itself, or what a token says of one.
Credential = str | MachineGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPolicy:
    """What an installation decides about keys that decide nothing themselves."""

    requests_per_minute: int


class ApiKeyDirectory(Protocol):
    """Raises `KeyRefused`, or `TokenInvalid` where a token is what was shown."""

    def known(self, credential: Credential) -> KeyHolder | None:
        """The holder, if the database was asked moments ago and what is shown was right then."""

    async def find(self, credential: Credential) -> KeyHolder:
        """Refuses a key that is malformed, unknown, revoked or expired too."""


class MachineTokens(Protocol):
    @property
    def lifetime(self) -> timedelta:
        """How long a token is good."""

    def issue(self, grant: MachineGrant, *, at: datetime) -> str: ...

    def read(self, token: str) -> MachineGrant:
        """Raises `TokenExpired`, or `TokenInvalid` for anything that we did not sign in exactly this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPolicy:
    """What an installation decides about signing in."""

    attempts_per_minute: int
    refresh_for: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What signing in compares."""

    user_id: UserId
    customer_id: CustomerId | None
    password_hash: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a user may do at this moment.

    - `acting`: one of the distributor's people at work for the dealer `customer_id`; no permission is left
      where they may not do so any more.
    - `suspended`: the person, their company or the tenant may not enter.
    """

    user_id: UserId
    customer_id: CustomerId | None
    email: str
    access_version: int
    roles: frozenset[str]
    permissions: frozenset[Permission]
    suspended: bool
    acting: bool = False


class Logins(Protocol):
    async def find(self, partner_code: str | None, email: str) -> Login | None:
        """A dealer's user by partner code; staff without one."""

    async def failed(self, user_id: UserId, *, at: datetime) -> bool:
        """Count a wrong password; whether that locked the account. Parallel attempts are all counted."""

    async def succeeded(self, user_id: UserId, *, at: datetime) -> bool:
        """Begin counting anew; False where the account is locked by now, and nothing else happens."""

    async def access(self, user_id: UserId) -> Access: ...

    async def acting_access(self, user_id: UserId, customer_id: CustomerId) -> Access:
        """Of one of the distributor's people at work for a dealer; suspended where either is."""

    async def unlock(self, user_id: UserId) -> None: ...

    async def rehash(self, user_id: UserId, *, old: str, new: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshGrant:
    """A refresh token that was given, its row locked until the transaction ends.

    - `session_until` is the end of a session that may not live on: one in which staff work for a dealer.
    """

    id: UUID
    session_id: SessionId
    user_id: UserId
    customer_id: CustomerId | None
    expires_at: datetime
    used: bool
    session_live: bool
    session_until: datetime | None = None


class Sessions(Protocol):
    async def start(
        self,
        session_id: SessionId,
        access: Access,
        *,
        at: datetime,
        until: datetime,
        ip: str | None,
        agent: str | None,
        begun_from: SessionId | None = None,
    ) -> None:
        """`begun_from` is a person's own session, where this is one of working for a dealer: with the one
        the other ends.
        """

    async def add_refresh(
        self, session_id: SessionId, access: Access, token_hash: bytes, *, at: datetime, until: datetime
    ) -> None: ...

    async def lock_refresh(self, token_hash: bytes, *, at: datetime) -> RefreshGrant | None:
        """Whoever asks second for the same token waits, and then sees that it was used."""

    async def use_refresh(self, grant: RefreshGrant, *, at: datetime, until: datetime) -> None:
        """Mark it used, and let the session live on."""

    async def begun_from(self, session_id: SessionId) -> SessionId | None:
        """The person's own session behind one of working for a dealer."""

    async def end(self, session_id: SessionId, *, user_id: UserId, reason: str, at: datetime) -> bool:
        """Whether there was such a live session of the user."""

    async def end_all(
        self, user_id: UserId, *, reason: str, at: datetime, but: SessionId | None = None
    ) -> None: ...


class Users(Protocol):
    def add(self, user: User) -> None: ...

    async def get(self, user_id: UserId, *, customer_id: CustomerId | None) -> User:
        """For changing. The company's own user, or staff where none is named. Raises `UserNotFound`."""

    async def other_administrators(self, user_id: UserId) -> int:
        """How many active users with the protected role there are beside this one.

        Others who ask wait until the transaction ends.
        """


class Roles(Protocol):
    def add(self, role: Role) -> None: ...

    async def get(self, code: str) -> Role:
        """For changing. Raises `RoleNotFound`."""

    async def named(self, codes: Sequence[str], kind: UserKind) -> list[Role]:
        """Raises `RoleNotFound` for the first that does not exist."""

    async def delete(self, role: Role) -> None:
        """Raises `RoleInUse`."""

    async def outdate_tokens(self, role_id: RoleId) -> None:
        """The role's permissions changed: everybody who has it needs a new token."""


class ApiClients(Protocol):
    def add(self, client: ApiClient) -> None: ...

    def add_key(self, key: ApiKey) -> None: ...

    async def get(self, client_id: ApiClientId) -> ApiClient:
        """Raises `ApiClientNotFound`."""

    async def key(self, client_id: ApiClientId, key_id: ApiKeyId) -> ApiKey:
        """Raises `ApiKeyNotFound`."""

    async def tenant_code(self) -> str:
        """It is part of the tenant's keys."""


class StoredSettings(Protocol):
    """What the tenant decided, as it is kept; `TenantSettings` is how everybody else asks."""

    async def stored(self, name: str) -> tuple[object, int]:
        """The value and its version; version 0 where nobody has decided yet."""

    async def put(self, name: str, value: object, *, version: int) -> None:
        """Over the version that was read. Raises `StaleVersion` where another came first."""

import re
from collections.abc import Sequence
from typing import Final

from b2b.domain.identity.errors import InvalidEmail, RoleOfOtherKind
from b2b.domain.identity.roles import Role, UserKind
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import CustomerId, UserId, new_id

EMAIL_LENGTH_MAX: Final = 254
_EMAIL: Final = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+")


def normal_email(text: str) -> str:
    """The address as it is stored and compared. Raises `InvalidEmail`."""
    email = text.strip().lower()
    if len(email) > EMAIL_LENGTH_MAX or not _EMAIL.fullmatch(email):
        raise InvalidEmail
    return email


class RoleGrant:
    """One role of one user; it names the company, so that the database hides it from others."""

    def __init__(self, *, customer_id: CustomerId | None, role: Role) -> None:
        self.id = new_id()
        self.customer_id = customer_id
        self.role = role


class User(AggregateRoot):
    """A person who signs in.

    - `access_version` grows with every change of what they may do; tokens of an older one are refused.
    - Only roles of their own kind.
    """

    def __init__(
        self,
        *,
        id: UserId,
        customer_id: CustomerId | None,
        email: str,
        full_name: str,
        language: str,
        roles: Sequence[Role],
    ) -> None:
        self.id = id
        self.customer_id = customer_id
        self.kind = UserKind.STAFF if customer_id is None else UserKind.DEALER
        self.email = normal_email(email)
        self.full_name = full_name
        self.phone: str | None = None
        self.language = language
        self.password_hash: str | None = None
        self.is_active = True
        self.access_version = 1
        self.version = 1
        self._grants = self._granted(roles)

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(grant.role for grant in self._grants)

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(permission for role in self.roles for permission in role.permissions)

    @property
    def administers(self) -> bool:
        """Whether they have the protected role and may use it."""
        return self.is_active and any(role.is_protected for role in self.roles)

    def edit(self, *, email: str, full_name: str, language: str) -> None:
        self.email = normal_email(email)
        self.full_name = full_name
        self.language = language

    def give_roles(self, roles: Sequence[Role]) -> None:
        """Exactly these from now on."""
        granted = self._granted(roles)
        if {grant.role.id for grant in granted} != {grant.role.id for grant in self._grants}:
            self._grants = granted
            self.access_version += 1

    def set_active(self, *, active: bool) -> None:
        if active != self.is_active:
            self.is_active = active
            self.access_version += 1

    def set_password(self, password_hash: str) -> None:
        self.password_hash = password_hash
        self.access_version += 1

    def _granted(self, roles: Sequence[Role]) -> list[RoleGrant]:
        if foreign := [role.code for role in roles if role.kind != self.kind]:
            raise RoleOfOtherKind(roles=", ".join(sorted(foreign)))
        had = {grant.role.id: grant for grant in getattr(self, "_grants", ())}
        wanted = {role.id: role for role in roles}
        return [
            had.get(id) or RoleGrant(customer_id=self.customer_id, role=role) for id, role in wanted.items()
        ]

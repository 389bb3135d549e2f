"""Everybody who may knock: each a new person with an own session, so that no knock spoils the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final
from uuid import UUID

from b2b.application.identity.ports import Bearer
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId
from tests.integration.world import PERMISSIONS, World

# Dealers A and B; whatever is A's carries A's name, so that it can be looked for in what others are answered.
ALFA: Final = "ALFA-7"
BETA: Final = "BETA-8"
# The role of somebody who may do nothing at all.
BARE: Final = "bare"


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Somebody with credentials for both APIs' headers."""

    headers: Mapping[str, str]
    user_id: UUID | None = None
    session_id: UUID | None = None
    is_staff: bool = False


def add_bare_role(world: World) -> None:
    world.builder.insert("roles", code=BARE, name="Bare", kind="staff", permissions=[])


def person(world: World, role: str, dealer: str | None = None) -> Asker:
    """Somebody new of that role who is signed in."""
    customer = world.dealers[dealer].id if dealer else None
    email = f"{role}.{token_hex(4)}@{(dealer or 'staff').lower()}.example"
    user = world.builder.user(customer, email=email)
    role_id = world.one("select id from roles where tenant_id = %s and code = %s", world.tenant_id, role)
    world.builder.insert("user_roles", user_id=user, role_id=role_id, customer_id=customer)
    session = world.builder.session(user, customer)
    bearer = Bearer(
        tenant_id=TenantId(world.tenant_id),
        user_id=UserId(user),
        session_id=SessionId(session),
        customer_id=CustomerId(customer) if customer else None,
        access_version=1,
        email=email,
        roles=frozenset({role}),
        permissions=PERMISSIONS.get(role, frozenset()),
    )
    token = world.tokens.issue(bearer, at=datetime.now(UTC))
    return Asker(
        headers={"Authorization": f"Bearer {token}"},
        user_id=user,
        session_id=session,
        is_staff=dealer is None,
    )


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """Our tenant with A and B in it, and another tenant with dealers and staff of its own."""

    ours: World
    theirs: World

    def people(self) -> dict[str, Asker]:
        """In the order of the columns of the table in doors.py."""
        return {
            "owner": person(self.ours, "owner", ALFA),
            "viewer": person(self.ours, "viewer", ALFA),
            "rival": person(self.ours, "owner", BETA),
            "bare": person(self.ours, BARE),
            "admin": person(self.ours, "super_admin"),
            "stranger": person(self.theirs, "super_admin"),
        }

    def machines(self) -> dict[str, Asker]:
        """The columns of the integration API's table."""
        return {
            "full": Asker(headers={"X-API-Key": self.ours.add_api_key()}),
            "bare": Asker(headers={"X-API-Key": self.ours.add_api_key([])}),
            "stranger": Asker(headers={"X-API-Key": self.theirs.add_api_key(tenant_code="other")}),
        }

"""A tenant's beginning: its row, and the roles that come with the product. Only the owner may do this."""

from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from b2b.application.identity.grants import SYSTEM_ROLES, SystemRole
from b2b.domain.identity.tenants import tenant_code
from b2b.domain.shared.ids import TenantId, new_id
from b2b.infrastructure.persistence.tables.identity import roles, tenants


def seed_tenant(
    connection: Connection, code: str, name: str, *, host: str | None = None, currency: str = "TRY"
) -> TenantId:
    """The tenant's id; an existing one of that code only gets the roles that it lacks.

    - The connection is the owner's; whoever opened it commits.
    """
    found = connection.scalar(select(tenants.c.id).where(tenants.c.code == tenant_code(code)))
    tenant_id = TenantId(found or new_id())
    if found is None:
        row = {
            "id": tenant_id,
            "code": code,
            "name": name,
            "host": host.lower() if host else None,
            "currency": currency,
        }
        connection.execute(insert(tenants).values(row))
    _enter(connection, tenant_id)
    present = set(connection.scalars(select(roles.c.code).where(roles.c.tenant_id == tenant_id)))
    missing = [_row(role) for role in SYSTEM_ROLES if role.code not in present]
    if missing:
        connection.execute(insert(roles), missing)
    return tenant_id


def _enter(connection: Connection, tenant_id: UUID) -> None:
    """Row security holds for the owner too."""
    connection.execute(select(func.set_config("app.tenant_id", str(tenant_id), True)))  # noqa: FBT003


def _row(role: SystemRole) -> dict[str, object]:
    return {
        "id": new_id(),
        "code": role.code,
        "name": role.name,
        "kind": role.kind.value,
        "permissions": sorted(role.permissions),
        "is_system": True,
        "is_protected": role.is_protected,
    }

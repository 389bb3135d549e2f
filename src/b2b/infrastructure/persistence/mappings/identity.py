from sqlalchemy.orm import foreign, relationship, remote

from b2b.domain.identity.api_keys import ApiClient, ApiKey
from b2b.domain.identity.errors import ApiClientExists, RoleExists, RoleInUse, UserExists
from b2b.domain.identity.roles import Role
from b2b.domain.identity.users import RoleGrant, User
from b2b.infrastructure.persistence import constraints
from b2b.infrastructure.persistence.mappings.shapes import STAMPS
from b2b.infrastructure.persistence.registry import mapper_registry
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys, roles, user_roles, users

# Counted by statements of their own while somebody signs in; an aggregate never carries them.
_SIGN_IN = frozenset({"failed_attempts", "locked_until", "last_signed_in_at"})


def map_identity() -> None:
    mapper_registry.map_imperatively(
        Role,
        roles,
        primary_key=[roles.c.id],
        exclude_properties=STAMPS,
        version_id_col=roles.c.version,
    )
    mapper_registry.map_imperatively(
        RoleGrant,
        user_roles,
        primary_key=[user_roles.c.id],
        exclude_properties=STAMPS,
        properties={
            "role": relationship(
                Role, primaryjoin=lambda: foreign(user_roles.c.role_id) == remote(roles.c.id), lazy="joined"
            ),
        },
    )
    mapper_registry.map_imperatively(
        User,
        users,
        primary_key=[users.c.id],
        exclude_properties=STAMPS | _SIGN_IN,
        version_id_col=users.c.version,
        properties={
            "_grants": relationship(
                RoleGrant,
                primaryjoin=lambda: remote(foreign(user_roles.c.user_id)) == users.c.id,
                order_by=user_roles.c.id,
                cascade="all, delete-orphan",
                lazy="selectin",
            ),
        },
    )
    mapper_registry.map_imperatively(
        ApiClient, api_clients, primary_key=[api_clients.c.id], exclude_properties=STAMPS
    )
    mapper_registry.map_imperatively(
        ApiKey, api_keys, primary_key=[api_keys.c.id], exclude_properties=STAMPS | {"last_used_at"}
    )
    constraints.register("uq_users_email", UserExists)
    constraints.register("uq_roles_code", RoleExists)
    constraints.register("fk_user_roles_role_id", RoleInUse)
    constraints.register("uq_api_clients_name", ApiClientExists)

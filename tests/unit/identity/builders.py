from collections.abc import Sequence

from b2b.application.identity.grants import GRANTABLE
from b2b.application.shared.access import Permission
from b2b.domain.identity.roles import Role, UserKind
from b2b.domain.identity.users import User
from b2b.domain.shared.ids import CustomerId, RoleId, UserId, new_id


def a_role(
    code: str = "helper",
    *permissions: Permission,
    kind: UserKind = UserKind.STAFF,
    protected: bool = False,
) -> Role:
    role = Role(
        id=RoleId(new_id()),
        code=code,
        name=code.title(),
        kind=kind,
        permissions=permissions or (Permission.ORDERS_VIEW,),
        grantable=GRANTABLE[kind],
    )
    role.is_system = role.is_protected = protected
    return role


def a_user(*roles: Role, customer_id: CustomerId | None = None, email: str = "ayse@bayi.example") -> User:
    return User(
        id=UserId(new_id()),
        customer_id=customer_id,
        email=email,
        full_name="Ayşe Işık",
        language="tr",
        roles=roles,
    )


def codes(roles: Sequence[Role]) -> list[str]:
    return [role.code for role in roles]

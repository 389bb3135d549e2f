"""What roles may hold, which come with the product, and that nobody gives what they do not have."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

from b2b.application.shared.access import Actor, ActorKind, Permission
from b2b.domain.identity.errors import BeyondOwnRights
from b2b.domain.identity.roles import UserKind

_READING: Final = frozenset(
    {
        Permission.PRODUCTS_VIEW,
        Permission.PRICES_VIEW,
        Permission.ORDERS_VIEW,
        Permission.ADDRESSES_VIEW,
    }
)
_BUYING: Final = _READING | {
    Permission.ADDRESSES_EDIT,
    Permission.CART_EDIT,
    Permission.ORDERS_CREATE,
    Permission.ORDERS_CANCEL,
    Permission.APPROVALS_VIEW,
}
_ACCOUNTING: Final = frozenset({Permission.ACCOUNT_VIEW, Permission.INVOICES_VIEW})
_OWNING: Final = (
    _BUYING | _ACCOUNTING | {Permission.USERS_VIEW, Permission.USERS_MANAGE, Permission.ROLES_VIEW}
)
_MACHINES: Final = frozenset(
    {
        Permission.CATALOG_PUSH,
        Permission.PRICES_PUSH,
        Permission.STOCK_PUSH,
        Permission.CUSTOMERS_PUSH,
        Permission.INVOICES_PUSH,
        Permission.ORDERS_EXPORT,
        Permission.ORDERS_PROGRESS,
    }
)

# What working for a dealer leaves of its owner's rights: looking at what concerns the dealer itself, and
# buying where that is granted too. Never its people and their sessions, never its addresses' editing.
_LOOKING_FOR: Final = frozenset(right for right in _OWNING if right.value.endswith(".view")) - {
    Permission.USERS_VIEW,
    Permission.ROLES_VIEW,
}
_ORDERING_FOR: Final = frozenset({Permission.CART_EDIT, Permission.ORDERS_CREATE})

# What own roles may be composed of: dealers' roles never reach beyond the owner's.
GRANTABLE: Final[Mapping[UserKind, Set[Permission]]] = {
    UserKind.DEALER: _OWNING,
    UserKind.STAFF: frozenset(Permission) - _MACHINES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRole:
    code: str
    name: str
    kind: UserKind
    permissions: Set[Permission]
    is_protected: bool = False


SYSTEM_ROLES: Final = (
    SystemRole(code="owner", name="Bayi Yöneticisi", kind=UserKind.DEALER, permissions=_OWNING),
    SystemRole(code="purchasing", name="Satın Alma", kind=UserKind.DEALER, permissions=_BUYING),
    SystemRole(
        code="finance",
        name="Muhasebe",
        kind=UserKind.DEALER,
        permissions=_READING | _ACCOUNTING | {Permission.APPROVALS_VIEW},
    ),
    SystemRole(code="viewer", name="İzleyici", kind=UserKind.DEALER, permissions=_READING),
    SystemRole(
        code="super_admin",
        name="Sistem Yöneticisi",
        kind=UserKind.STAFF,
        permissions=GRANTABLE[UserKind.STAFF],
        is_protected=True,
    ),
    SystemRole(
        code="sales_manager",
        name="Satış Müdürü",
        kind=UserKind.STAFF,
        permissions=_BUYING
        | _ACCOUNTING
        | {
            Permission.ORDERS_APPROVE,
            Permission.CAMPAIGNS_VIEW,
            Permission.CAMPAIGNS_MANAGE,
            Permission.CUSTOMERS_VIEW,
            Permission.CUSTOMERS_EDIT,
            Permission.CUSTOMERS_ACT,
            Permission.CUSTOMERS_ORDER_FOR,
            Permission.USERS_VIEW,
            Permission.USERS_MANAGE,
            Permission.ROLES_VIEW,
        },
    ),
    SystemRole(
        code="finance_manager",
        name="Finans Müdürü",
        kind=UserKind.STAFF,
        permissions=_READING
        | _ACCOUNTING
        | {
            Permission.ORDERS_APPROVE,
            Permission.APPROVALS_VIEW,
            Permission.RULES_MANAGE,
            Permission.CREDIT_EDIT,
            Permission.CUSTOMERS_VIEW,
            Permission.AUDIT_VIEW,
        },
    ),
    SystemRole(
        code="customer_service",
        name="Müşteri Hizmetleri",
        kind=UserKind.STAFF,
        permissions=_READING
        | {
            Permission.ORDERS_CANCEL,
            Permission.APPROVALS_VIEW,
            Permission.CUSTOMERS_VIEW,
            Permission.CUSTOMERS_ACT,
            Permission.USERS_VIEW,
        },
    ),
    SystemRole(
        code="content_manager",
        name="İçerik Yöneticisi",
        kind=UserKind.STAFF,
        permissions={
            Permission.PRODUCTS_VIEW,
            Permission.PRICES_VIEW,
            Permission.CAMPAIGNS_VIEW,
            Permission.CAMPAIGNS_MANAGE,
        },
    ),
)


def acting_permissions(held: Set[Permission]) -> frozenset[Permission]:
    """What somebody of the distributor with these rights may do for a dealer; nothing without the right to.

    - Of what the dealer's owner may see, only what they may see themselves.
    - Of what changes anything, only the cart and the order, and those only where granted.
    """
    if Permission.CUSTOMERS_ACT not in held:
        return frozenset()
    ordering = _ORDERING_FOR if Permission.CUSTOMERS_ORDER_FOR in held else frozenset()
    return (_LOOKING_FOR & held) | ordering


def require_no_more_than_own(actor: Actor, kind: UserKind, permissions: Iterable[str]) -> None:
    """Raises `BeyondOwnRights` where somebody would give, or rule over, more than they have.

    - Staff may give dealers' users any dealers' right: those are not rights over the distributor.
    - The system itself, in a command, makes the first administrator.
    """
    if actor.kind is ActorKind.SYSTEM or (kind is UserKind.DEALER and actor.kind is ActorKind.STAFF):
        return
    if beyond := sorted(set(permissions) - actor.permissions):
        raise BeyondOwnRights(permissions=", ".join(beyond))

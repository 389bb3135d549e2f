"""Who asks, for whom, and what they may do. Both APIs, the worker and the commands meet the same check."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from b2b.domain.shared.errors import Forbidden, Unauthenticated
from b2b.domain.shared.ids import ApiKeyId, CustomerId, SessionId, TenantId, UserId


class PermissionMissing(Forbidden):
    code = "access.forbidden"
    title = "You may not do this."


class NotADealer(Forbidden):
    code = "access.dealers_only"
    title = "Only a dealer's own user may do this."


class NotWhileActing(Forbidden):
    code = "acting.not_while_acting"
    title = "Not while you work for a dealer; stop that first."


class SignInRequired(Unauthenticated):
    code = "access.sign_in_required"
    title = "Sign in first."


class Permission(StrEnum):
    """What a role or an API key's scope may grant. Roles name these; a handler's first line asks for one."""

    PRODUCTS_VIEW = "products.view"
    PRICES_VIEW = "prices.view"
    CAMPAIGNS_VIEW = "campaigns.view"
    CAMPAIGNS_MANAGE = "campaigns.manage"
    ADDRESSES_VIEW = "addresses.view"
    ADDRESSES_EDIT = "addresses.edit"
    CART_EDIT = "cart.edit"
    ORDERS_VIEW = "orders.view"
    ORDERS_CREATE = "orders.create"
    ORDERS_CANCEL = "orders.cancel"
    ORDERS_APPROVE = "orders.approve"
    APPROVALS_VIEW = "approvals.view"
    ACCOUNT_VIEW = "account.view"
    INVOICES_VIEW = "invoices.view"
    CREDIT_EDIT = "credit.edit"
    CUSTOMERS_VIEW = "customers.view"
    CUSTOMERS_EDIT = "customers.edit"
    CUSTOMERS_ACT = "customers.act"
    CUSTOMERS_ORDER_FOR = "customers.order_for"
    USERS_VIEW = "users.view"
    USERS_MANAGE = "users.manage"
    ROLES_VIEW = "roles.view"
    ROLES_MANAGE = "roles.manage"
    RULES_MANAGE = "approval_rules.manage"
    SETTINGS_MANAGE = "settings.manage"
    AUDIT_VIEW = "audit.view"
    API_CLIENTS_MANAGE = "api_clients.manage"
    WEBHOOKS_MANAGE = "webhooks.manage"
    EVENTS_VIEW = "events.view"
    # What only machines are granted, by scope.
    CATALOG_PUSH = "catalog.push"
    PRICES_PUSH = "prices.push"
    STOCK_PUSH = "stock.push"
    CUSTOMERS_PUSH = "customers.push"
    INVOICES_PUSH = "invoices.push"
    ORDERS_EXPORT = "orders.export"
    ORDERS_PROGRESS = "orders.progress"


class ActorKind(StrEnum):
    DEALER = "dealer"
    STAFF = "staff"
    MACHINE = "machine"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request came from, for the audit trail."""

    ip: str | None = None
    user_agent: str | None = None
    request_id: str | None = None


NOWHERE: Final = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, for which company, and what they may do.

    - A dealer's user has a `customer_id`; staff, machines and the system have none.
    - `acting`: a person of the distributor works for the dealer `customer_id`; both are recorded.
    - `access_version` is the user's when the token was made, or that of the key's secret which was shown; the
      database refuses one that has ended.
    - `requests_per_minute` is a machine's own limit, where it has one.
    """

    kind: ActorKind
    tenant_id: TenantId
    permissions: frozenset[Permission]
    user_id: UserId | None = None
    customer_id: CustomerId | None = None
    session_id: SessionId | None = None
    access_version: int = 0
    api_key_id: ApiKeyId | None = None
    requests_per_minute: int | None = None
    roles: frozenset[str] = frozenset()
    email: str | None = None
    acting: bool = False
    origin: Origin = field(default=NOWHERE)

    def require(self, permission: Permission) -> None:
        """Raises `SignInRequired` for nobody, `PermissionMissing` for somebody without it."""
        if self.kind is ActorKind.ANONYMOUS:
            raise SignInRequired
        if permission not in self.permissions:
            raise PermissionMissing(permission=permission.value)

    @property
    def own_customer(self) -> CustomerId:
        """The dealer's company. Raises `NotADealer` for anybody else."""
        if self.customer_id is None:
            raise NotADealer
        return self.customer_id

    @property
    def own_user(self) -> UserId:
        """The person. Raises `SignInRequired` where a machine or the system asks."""
        if self.user_id is None:
            raise SignInRequired
        return self.user_id

    @property
    def own_account(self) -> UserId:
        """The person, about their own password and sessions. Raises `NotWhileActing`."""
        if self.acting:
            raise NotWhileActing
        return self.own_user

    @property
    def on_behalf_by(self) -> UserId | None:
        """The representative, where one acts for the dealer."""
        return self.user_id if self.acting else None

    @property
    def id(self) -> UUID | None:
        """What the stamps and the audit trail name: the user, or the API key."""
        return self.user_id or self.api_key_id

    @property
    def caller(self) -> str:
        """Scopes idempotency keys. Whoever works for two dealers is two callers: no answer of one is replayed
        to the other.
        """
        if self.acting and self.user_id is not None:
            return f"acting:{uuid5(self.user_id, str(self.customer_id))}"
        return f"{self.kind}:{self.id}"


def system_actor(tenant_id: TenantId) -> Actor:
    """The program itself, at work for one tenant in a job or a command."""
    return Actor(kind=ActorKind.SYSTEM, tenant_id=tenant_id, permissions=frozenset(Permission))


def anonymous_actor(tenant_id: TenantId, origin: Origin = NOWHERE) -> Actor:
    """Somebody before signing in; the tenant is known from the address they came to."""
    return Actor(kind=ActorKind.ANONYMOUS, tenant_id=tenant_id, permissions=frozenset(), origin=origin)

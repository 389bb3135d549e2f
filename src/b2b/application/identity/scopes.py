"""What each scope of an API key grants. Scopes are the partners' words, permissions are ours."""

from collections.abc import Iterable, Mapping, Set
from typing import Final

from b2b.application.shared.access import Permission

PERMISSIONS_BY_SCOPE: Final[Mapping[str, Set[Permission]]] = {
    "products:read": {Permission.PRODUCTS_VIEW},
    "products:write": {Permission.PRODUCTS_VIEW, Permission.CATALOG_PUSH},
    "prices:read": {Permission.PRICES_VIEW},
    "prices:write": {Permission.PRICES_VIEW, Permission.PRICES_PUSH},
    "stock:read": {Permission.PRODUCTS_VIEW},
    "stock:write": {Permission.PRODUCTS_VIEW, Permission.STOCK_PUSH},
    "customers:read": {Permission.CUSTOMERS_VIEW},
    "customers:write": {Permission.CUSTOMERS_VIEW, Permission.CUSTOMERS_PUSH},
    "orders:read": {Permission.ORDERS_VIEW, Permission.ORDERS_EXPORT},
    "orders:write": {Permission.ORDERS_VIEW, Permission.ORDERS_PROGRESS},
    "invoices:read": {Permission.INVOICES_VIEW},
    "invoices:write": {Permission.INVOICES_VIEW, Permission.INVOICES_PUSH},
    "payments:read": {Permission.ACCOUNT_VIEW},
    "payments:write": {Permission.ACCOUNT_VIEW, Permission.INVOICES_PUSH},
    "events:read": {Permission.EVENTS_VIEW},
    "webhooks:manage": {Permission.WEBHOOKS_MANAGE, Permission.EVENTS_VIEW},
}
SCOPES: Final = frozenset(PERMISSIONS_BY_SCOPE)


def permissions_of(scopes: Iterable[str]) -> frozenset[Permission]:
    """Scopes that no longer exist grant nothing."""
    return frozenset(
        permission for scope in scopes for permission in PERMISSIONS_BY_SCOPE.get(scope, frozenset())
    )

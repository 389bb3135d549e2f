"""Every table of the product; importing this package fills the one metadata."""

from b2b.infrastructure.persistence.registry import metadata
from b2b.infrastructure.persistence.tables import (
    accounts,
    approvals,
    campaigns,
    catalog,
    erp,
    events,
    identity,
    integration,
    inventory,
    ordering,
    pricing,
    reconciliation,
    shipping,
)

__all__ = [
    "accounts",
    "approvals",
    "campaigns",
    "catalog",
    "erp",
    "events",
    "identity",
    "integration",
    "inventory",
    "metadata",
    "ordering",
    "pricing",
    "reconciliation",
    "shipping",
]

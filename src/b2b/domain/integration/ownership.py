"""Who has the last word on which field: the ERP masters what it pushes, and the portal what it decides."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final

# Not the ERP's: an item that names one is refused.
PORTAL_FIELDS: Final[Mapping[str, Set[str]]] = {
    "customers": frozenset(
        {"approval_mode", "partial_approval_allowed", "balance", "held", "available", "roles", "carts"}
    ),
    "products": frozenset({"slug", "sort_name", "search"}),
    "campaigns": frozenset({"state", "paused_by", "cancelled_at", "discount_given", "uses"}),
    "stock": frozenset({"reserved", "available", "as_of"}),
    "account-entries": frozenset({"balance"}),
    "invoices": frozenset({"entry_id", "open_amount"}),
    "shipments": frozenset({"status"}),
}


class SharedField(StrEnum):
    """The ERP's, but people of the distributor may change them here; then the two may disagree."""

    CREDIT_LIMIT = "credit_limit"
    STATUS = "status"
    # One of the dealer's addresses, as a whole: half of one and half of another is where nobody is.
    ADDRESS = "address"


class Disagreement(StrEnum):
    """`QUIET`: changed here, and the ERP has not said otherwise since. `REJECTED`: it said so, in vain."""

    QUIET = "quiet"
    OPEN = "open"
    REJECTED = "rejected"

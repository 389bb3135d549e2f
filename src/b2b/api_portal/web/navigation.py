"""Which pages somebody is shown. What they may do there, each use case asks again."""

from collections.abc import Sequence
from typing import Final

import msgspec

from b2b.api_portal.web.i18n import mark as _
from b2b.application.shared.access import Actor, Permission


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A page in the navigation: `key` marks it as the present one, `jump` follows G on the keyboard."""

    key: str
    url: str
    icon: str
    title: str
    jump: str = ""
    # Somebody with any of these sees it.
    asks: tuple[Permission, ...] = ()
    # Which of the shell's numbers stands beside it.
    counts: str = ""
    # Whether it is among the few at the bottom of a phone.
    tab: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    places: tuple[Place, ...]


P = Permission

DEALER: Final = (
    Group(
        title=_("Purchasing"),
        places=(
            Place(key="home", url="/", icon="home", title=_("Home"), jump="h"),
            Place(
                key="catalogue",
                url="/catalogue",
                icon="package",
                title=_("Catalogue"),
                jump="c",
                asks=(P.PRODUCTS_VIEW,),
                tab=True,
            ),
            Place(
                key="quick-order",
                url="/quick-order",
                icon="bolt",
                title=_("Quick order"),
                jump="q",
                asks=(P.CART_EDIT,),
                tab=True,
            ),
            Place(
                key="lists",
                url="/lists",
                icon="bookmark",
                title=_("Saved lists"),
                jump="l",
                asks=(P.PRODUCTS_VIEW,),
            ),
            Place(
                key="orders",
                url="/orders",
                icon="truck",
                title=_("Orders"),
                jump="o",
                asks=(P.ORDERS_VIEW,),
                tab=True,
            ),
            Place(
                key="approvals",
                url="/approvals",
                icon="inbox",
                title=_("Approvals"),
                jump="a",
                asks=(P.APPROVALS_VIEW,),
                counts="waiting_approvals",
            ),
        ),
    ),
    Group(
        title=_("Finance"),
        places=(
            Place(
                key="statement",
                url="/statement",
                icon="report-money",
                title=_("Account statement"),
                jump="s",
                asks=(P.ACCOUNT_VIEW,),
                tab=True,
            ),
            Place(
                key="invoices",
                url="/invoices",
                icon="file-invoice",
                title=_("Invoices"),
                jump="i",
                asks=(P.INVOICES_VIEW,),
            ),
        ),
    ),
    Group(
        title=_("Company"),
        places=(
            Place(
                key="users",
                url="/company/users",
                icon="users",
                title=_("Users"),
                jump="u",
                asks=(P.USERS_VIEW,),
            ),
            Place(
                key="addresses",
                url="/company/addresses",
                icon="map-pin",
                title=_("Addresses"),
                jump="d",
                asks=(P.ADDRESSES_VIEW,),
            ),
            Place(key="settings", url="/settings", icon="settings", title=_("My settings"), jump=","),
        ),
    ),
)

STAFF: Final = (
    Group(
        title=_("Sales"),
        places=(
            Place(key="home", url="/staff", icon="home", title=_("Overview"), jump="h", tab=True),
            Place(
                key="customers",
                url="/staff/customers",
                icon="building-store",
                title=_("Dealers"),
                jump="d",
                asks=(P.CUSTOMERS_VIEW,),
                tab=True,
            ),
            Place(
                key="orders",
                url="/staff/orders",
                icon="truck",
                title=_("Orders"),
                jump="o",
                asks=(P.ORDERS_VIEW,),
                tab=True,
            ),
            Place(
                key="approvals",
                url="/approvals",
                icon="inbox",
                title=_("Approvals"),
                jump="a",
                asks=(P.APPROVALS_VIEW,),
                counts="waiting_approvals",
                tab=True,
            ),
            Place(
                key="prices",
                url="/staff/prices",
                icon="discount",
                title=_("Special prices"),
                jump="p",
                asks=(P.CUSTOMERS_VIEW,),
            ),
            Place(
                key="campaigns",
                url="/staff/campaigns",
                icon="discount",
                title=_("Campaigns"),
                jump="m",
                asks=(P.CAMPAIGNS_VIEW,),
            ),
        ),
    ),
    Group(
        title=_("Finance"),
        places=(
            Place(
                key="credit",
                url="/staff/credit",
                icon="wallet",
                title=_("Credit limits"),
                jump="l",
                asks=(P.CREDIT_EDIT,),
            ),
            Place(
                key="rules",
                url="/staff/approval-rules",
                icon="git-branch",
                title=_("Approval rules"),
                jump="r",
                asks=(P.RULES_MANAGE,),
            ),
        ),
    ),
    Group(
        title=_("Integration"),
        places=(
            Place(
                key="health",
                url="/staff/integration",
                icon="activity",
                title=_("Health"),
                jump="i",
                asks=(P.EVENTS_VIEW,),
            ),
            Place(
                key="conflicts",
                url="/staff/conflicts",
                icon="git-branch",
                title=_("Conflicts"),
                asks=(P.CREDIT_EDIT, P.CUSTOMERS_EDIT),
            ),
            Place(
                key="keys",
                url="/staff/api-keys",
                icon="key",
                title=_("API keys"),
                jump="k",
                asks=(P.API_CLIENTS_MANAGE,),
            ),
            Place(
                key="webhooks",
                url="/staff/webhooks",
                icon="webhook",
                title=_("Webhooks"),
                jump="w",
                asks=(P.WEBHOOKS_MANAGE,),
            ),
        ),
    ),
    Group(
        title=_("Administration"),
        places=(
            Place(
                key="users",
                url="/staff/users",
                icon="users",
                title=_("People"),
                jump="u",
                asks=(P.USERS_VIEW,),
            ),
            Place(
                key="audit",
                url="/staff/audit",
                icon="history",
                title=_("Audit trail"),
                jump="t",
                asks=(P.AUDIT_VIEW,),
            ),
            Place(key="settings", url="/settings", icon="settings", title=_("My settings"), jump=","),
        ),
    ),
)


def navigation(actor: Actor) -> list[Group]:
    """The groups with what this person may see; empty groups are left out."""
    groups = DEALER if actor.customer_id is not None else STAFF
    seen = (Group(title=group.title, places=_seen(group.places, actor)) for group in groups)
    return [group for group in seen if group.places]


def palette_pages(groups: Sequence[Group]) -> list[Place]:
    return [place for group in groups for place in group.places]


def _seen(places: Sequence[Place], actor: Actor) -> tuple[Place, ...]:
    return tuple(
        place
        for place in places
        if not place.asks or any(asked in actor.permissions for asked in place.asks)
        # One's own password and sessions are not the dealer's matter.
        if not (actor.acting and place.key == "settings")
    )

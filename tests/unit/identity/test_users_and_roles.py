import pytest

from b2b.application.identity.grants import GRANTABLE, SYSTEM_ROLES, require_no_more_than_own
from b2b.application.shared.access import Actor, ActorKind, Permission, system_actor
from b2b.domain.identity.errors import (
    BeyondOwnRights,
    InvalidEmail,
    PermissionNotGrantable,
    RoleOfOtherKind,
    RoleProtected,
)
from b2b.domain.identity.roles import UserKind
from b2b.domain.identity.users import normal_email
from b2b.domain.shared.ids import CustomerId, TenantId, new_id
from tests.unit.identity.builders import a_role, a_user, codes

TENANT = TenantId(new_id())


def test_a_dealers_user_has_only_dealers_roles() -> None:
    dealers = a_role("buyer", Permission.CART_EDIT, kind=UserKind.DEALER)
    user = a_user(dealers, customer_id=CustomerId(new_id()))

    with pytest.raises(RoleOfOtherKind):
        user.give_roles([a_role("staff_role")])

    assert codes(user.roles) == ["buyer"]


def test_staff_has_no_customer_and_only_staff_roles() -> None:
    with pytest.raises(RoleOfOtherKind):
        a_user(a_role("buyer", Permission.CART_EDIT, kind=UserKind.DEALER))


def test_every_change_of_rights_outdates_the_tokens_and_nothing_else_does() -> None:
    first, second = a_role("first"), a_role("second")
    user = a_user(first)

    user.edit(email="new@bayi.example", full_name="New", language="en")
    user.give_roles([first])
    user.set_active(active=True)
    assert user.access_version == 1

    user.give_roles([first, second])
    user.set_active(active=False)
    user.set_password("hash")
    assert user.access_version == 4


def test_a_role_that_stays_keeps_its_grant() -> None:
    first, second = a_role("first"), a_role("second")
    user = a_user(first)
    kept = user._grants[0]

    user.give_roles([second, first, first])

    assert kept in user._grants
    assert sorted(codes(user.roles)) == ["first", "second"]


def test_only_somebody_active_administers() -> None:
    user = a_user(a_role("super_admin", protected=True))
    assert user.administers

    user.set_active(active=False)

    assert not user.administers


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a b@c.de", "a@b..de", "@b.co", "a@b.co\0", "x" * 250 + "@b.co"]
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidEmail):
        normal_email(text)


def test_email_addresses_are_compared_in_small_letters() -> None:
    assert normal_email(" Ayse@Bayi.EXAMPLE ") == "ayse@bayi.example"


def test_a_dealers_role_never_reaches_beyond_the_owners() -> None:
    with pytest.raises(PermissionNotGrantable):
        a_role("bad", Permission.CREDIT_EDIT, kind=UserKind.DEALER)


def test_no_persons_role_has_a_machines_permission() -> None:
    with pytest.raises(PermissionNotGrantable):
        a_role("bad", Permission.PRICES_PUSH)


def test_a_role_of_the_product_stays_as_it_is() -> None:
    role = a_role("super_admin", protected=True)

    with pytest.raises(RoleProtected):
        role.change(name="New", permissions=[], grantable=GRANTABLE[UserKind.STAFF])

    assert role.permissions == ["orders.view"]


def test_a_role_says_whether_what_it_allows_changed() -> None:
    role = a_role("own", Permission.ORDERS_VIEW)
    grantable = GRANTABLE[UserKind.STAFF]

    assert not role.change(name="Other", permissions=["orders.view"], grantable=grantable)
    assert role.change(name="Other", permissions=["orders.view", "orders.cancel"], grantable=grantable)


def test_the_products_roles_keep_to_what_their_kind_may_have() -> None:
    for role in SYSTEM_ROLES:
        assert role.permissions <= GRANTABLE[role.kind], role.code
    assert [role.code for role in SYSTEM_ROLES if role.is_protected] == ["super_admin"]
    assert len({role.code for role in SYSTEM_ROLES}) == 9


def test_nobody_gives_more_than_they_have() -> None:
    seller = Actor(kind=ActorKind.STAFF, tenant_id=TENANT, permissions=frozenset({Permission.ORDERS_VIEW}))

    require_no_more_than_own(seller, UserKind.STAFF, ["orders.view"])
    with pytest.raises(BeyondOwnRights):
        require_no_more_than_own(seller, UserKind.STAFF, ["orders.view", "credit.edit"])


def test_staff_gives_dealers_what_only_dealers_need() -> None:
    seller = Actor(kind=ActorKind.STAFF, tenant_id=TENANT, permissions=frozenset())

    require_no_more_than_own(seller, UserKind.DEALER, ["cart.edit"])


def test_the_program_itself_makes_the_first_administrator() -> None:
    require_no_more_than_own(system_actor(TENANT), UserKind.STAFF, list(Permission))

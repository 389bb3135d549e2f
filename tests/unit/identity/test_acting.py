"""What is left of a dealer's owner's rights to whoever of the distributor works for the dealer."""

import pytest

from b2b.application.identity.grants import GRANTABLE, SYSTEM_ROLES, acting_permissions
from b2b.application.shared.access import Actor, ActorKind, NotWhileActing, Permission
from b2b.domain.identity.roles import UserKind
from b2b.domain.shared.ids import CustomerId, TenantId, UserId, new_id

EVERYTHING = GRANTABLE[UserKind.STAFF]
BUYING = {Permission.CART_EDIT, Permission.ORDERS_CREATE}
ROLES = {role.code: frozenset(role.permissions) for role in SYSTEM_ROLES}


def an_actor(customer: CustomerId | None, *, acting: bool, user: UserId) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        tenant_id=TenantId(new_id()),
        permissions=frozenset(),
        user_id=user,
        customer_id=customer,
        acting=acting,
    )


def test_without_the_right_nothing_is_left() -> None:
    assert acting_permissions(EVERYTHING - {Permission.CUSTOMERS_ACT}) == frozenset()


def test_looking_never_writes() -> None:
    looking = acting_permissions(EVERYTHING - {Permission.CUSTOMERS_ORDER_FOR})

    assert looking
    assert all(permission.value.endswith(".view") for permission in looking)


def test_ordering_adds_the_cart_and_the_order_and_nothing_else() -> None:
    looking = acting_permissions(EVERYTHING - {Permission.CUSTOMERS_ORDER_FOR})

    assert acting_permissions(EVERYTHING) - looking == BUYING


@pytest.mark.parametrize("held", [EVERYTHING, *ROLES.values()])
def test_nobody_may_more_than_the_dealers_owner(held: frozenset[Permission]) -> None:
    allowed = acting_permissions(held)

    assert allowed <= ROLES["owner"]
    assert not allowed & {Permission.USERS_VIEW, Permission.USERS_MANAGE, Permission.ORDERS_APPROVE}


@pytest.mark.parametrize("held", ROLES.values())
def test_nobody_sees_more_than_as_themselves(held: frozenset[Permission]) -> None:
    assert acting_permissions(held) - BUYING <= held


@pytest.mark.parametrize(
    ("role", "orders"), [("super_admin", True), ("sales_manager", True), ("customer_service", False)]
)
def test_sales_orders_for_dealers_and_customer_service_looks(role: str, orders: bool) -> None:
    allowed = acting_permissions(ROLES[role])

    assert Permission.ORDERS_VIEW in allowed
    assert (allowed >= BUYING) is orders


@pytest.mark.parametrize("role", ["finance_manager", "content_manager", "owner", "purchasing"])
def test_nobody_else_works_for_a_dealer(role: str) -> None:
    assert acting_permissions(ROLES[role]) == frozenset()


def test_whoever_works_for_two_dealers_is_two_callers() -> None:
    user, first, second = UserId(new_id()), CustomerId(new_id()), CustomerId(new_id())

    callers = {
        an_actor(None, acting=False, user=user).caller,
        an_actor(first, acting=True, user=user).caller,
        an_actor(second, acting=True, user=user).caller,
    }

    assert len(callers) == 3
    assert all(len(caller) <= 60 for caller in callers)
    assert an_actor(first, acting=True, user=user).caller in callers


def test_ones_own_account_is_not_the_dealers_matter() -> None:
    user = UserId(new_id())

    assert an_actor(None, acting=False, user=user).own_account == user
    with pytest.raises(NotWhileActing):
        _ = an_actor(CustomerId(new_id()), acting=True, user=user).own_account

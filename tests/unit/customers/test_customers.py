from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.customers.addresses import Address, AddressKind, PostalAddress
from b2b.domain.customers.customer import Customer, CustomerStatus, CustomerStep
from b2b.domain.customers.errors import CustomerStepRefused, InvalidAddress
from b2b.domain.shared.ids import AddressId, CustomerId

COMPANY = CustomerId(UUID(int=1))
PLACE = PostalAddress("Depo", "Atatürk Cad. 1", "İzmir")


def a_customer(status: CustomerStatus = CustomerStatus.ACTIVE) -> Customer:
    customer = Customer()
    customer.code, customer.status = "D-1", status
    return customer


def an_address(number: int, kind: AddressKind = AddressKind.BOTH) -> Address:
    return Address(id=AddressId(UUID(int=number)), customer_id=COMPANY, kind=kind, place=PLACE)


@given(st.lists(st.sampled_from(CustomerStep)))
def test_any_sequence_of_steps_keeps_a_dealer_where_this_small_model_says(steps: list[CustomerStep]) -> None:
    goals = {
        ("active", "suspend"): "suspended",
        ("active", "close"): "closed",
        ("suspended", "reactivate"): "active",
        ("suspended", "close"): "closed",
    }
    customer, expected = a_customer(), "active"

    for step in steps:
        if (expected, step.value) in goals:
            customer.take(step)
            expected = goals[expected, step.value]
        else:
            with pytest.raises(CustomerStepRefused):
                customer.take(step)
        assert customer.status == expected
        assert customer.may_enter == (expected == "active")


def test_a_new_default_takes_the_place_of_the_one_for_the_same_purpose() -> None:
    depot, office = an_address(1, AddressKind.SHIPPING), an_address(2, AddressKind.BILLING)
    for address in (depot, office):
        address.make_default([depot, office])

    branch = an_address(3, AddressKind.SHIPPING)
    branch.make_default([depot, office])

    assert (depot.is_default, office.is_default, branch.is_default) == (False, True, True)


def test_a_default_for_both_purposes_takes_the_place_of_all() -> None:
    depot, office = an_address(1, AddressKind.SHIPPING), an_address(2, AddressKind.BILLING)
    for address in (depot, office):
        address.make_default([depot, office])

    an_address(3, AddressKind.BOTH).make_default([depot, office])

    assert not depot.is_default
    assert not office.is_default


def test_a_deleted_address_is_nobodys_default() -> None:
    address = an_address(1)
    address.make_default([address])

    address.delete()

    assert not address.is_default


def test_an_address_of_blanks_is_refused_and_changes_nothing() -> None:
    address = an_address(1)

    with pytest.raises(InvalidAddress):
        address.edit(AddressKind.BILLING, PostalAddress(" ", "x", "y"))

    assert (address.kind, address.place) == (AddressKind.BOTH, PLACE)

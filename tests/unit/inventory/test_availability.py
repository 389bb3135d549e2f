import pytest

from b2b.domain.inventory.availability import AvailabilityStatus, QuantityRules, availability
from b2b.domain.inventory.errors import InvalidQuantityRules


@pytest.mark.parametrize(
    ("available", "status"),
    [
        (6, AvailabilityStatus.IN_STOCK),
        (5, AvailabilityStatus.LOW),
        (1, AvailabilityStatus.LOW),
        (0, AvailabilityStatus.OUT_OF_STOCK),
    ],
)
def test_stock_is_low_before_it_is_out(available: int, status: AvailabilityStatus) -> None:
    assert availability(available, low_up_to=5, tracked=True, backorder_allowed=False) is status


def test_what_may_be_back_ordered_is_never_out() -> None:
    status = availability(0, low_up_to=5, tracked=True, backorder_allowed=True)

    assert status is AvailabilityStatus.BACKORDER


def test_what_is_not_counted_is_in_stock() -> None:
    status = availability(0, low_up_to=5, tracked=False, backorder_allowed=False)

    assert status is AvailabilityStatus.IN_STOCK


@pytest.mark.parametrize(
    ("quantity", "codes"),
    [
        (10, []),
        (50, []),
        (5, ["quantity.below_minimum"]),
        (55, ["quantity.above_maximum"]),
        (12, ["quantity.not_a_multiple"]),
        (3, ["quantity.below_minimum", "quantity.not_a_multiple"]),
    ],
)
def test_every_fault_of_a_quantity_is_named(quantity: int, codes: list[str]) -> None:
    faults = QuantityRules(minimum=10, step=5, maximum=50).check(quantity, pointer="/lines/0/quantity")

    assert [fault.code for fault in faults] == codes
    assert {fault.pointer for fault in faults} <= {"/lines/0/quantity"}


def test_without_rules_any_quantity_goes() -> None:
    assert QuantityRules().check(999_999, pointer="") == ()


@pytest.mark.parametrize(("minimum", "step", "maximum"), [(0, 1, None), (1, 0, None), (5, 1, 4)])
def test_rules_that_nothing_could_meet_are_refused(minimum: int, step: int, maximum: int | None) -> None:
    with pytest.raises(InvalidQuantityRules):
        QuantityRules(minimum, step, maximum)

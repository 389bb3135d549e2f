from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.inventory.allocation import (
    Allocation,
    StockLevel,
    Wanted,
    allocate,
    allocated_by_product,
)
from b2b.domain.inventory.errors import StockShort
from b2b.domain.shared.ids import ProductId, WarehouseId
from b2b.domain.shared.quantities import Sku

CARD, CABLE = ProductId(UUID(int=1)), ProductId(UUID(int=2))
WAREHOUSES = {code: WarehouseId(UUID(int=place)) for place, code in enumerate(("ANK", "IST", "IZM"), 11)}


def wish(
    quantity: int, product: ProductId = CARD, *, backorder: bool = False, tracked: bool = True
) -> Wanted:
    return Wanted(Sku(f"SKU-{product.int}"), product, quantity, backorder, tracked)


def level(warehouse: str, on_hand: int, reserved: int = 0, product: ProductId = CARD) -> StockLevel:
    return StockLevel(product, WAREHOUSES[warehouse], warehouse, on_hand, reserved)


def taken(allocations: tuple[Allocation, ...]) -> list[tuple[str, int]]:
    codes = {warehouse: code for code, warehouse in WAREHOUSES.items()}
    return [(codes[each.warehouse_id], each.quantity) for each in allocations]


levels_of_two_products = st.lists(
    st.builds(
        level,
        st.sampled_from(sorted(WAREHOUSES)),
        st.integers(-5, 30),
        st.integers(0, 10),
        st.sampled_from([CARD, CABLE]),
    ),
    unique_by=lambda each: (each.product_id, each.warehouse_id),
    max_size=6,
)
wishes = st.lists(
    st.builds(
        lambda quantity, product, backorder, tracked: wish(
            quantity, product, backorder=backorder, tracked=tracked
        ),
        st.integers(1, 40),
        st.sampled_from([CARD, CABLE]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=4,
)


@given(wanted=wishes, levels=levels_of_two_products)
def test_no_warehouse_gives_more_than_it_has_and_no_line_takes_more_than_it_wants(
    wanted: list[Wanted], levels: list[StockLevel]
) -> None:
    try:
        allocations = allocate(wanted, levels)
    except StockShort:
        return

    given_away: Counter[tuple[ProductId, WarehouseId]] = Counter()
    for each in allocations:
        given_away[each.product_id, each.warehouse_id] += each.quantity
    has = {(each.product_id, each.warehouse_id): each.available for each in levels}
    assert all(quantity <= has[shelf] for shelf, quantity in given_away.items())
    assert all(each.quantity > 0 for each in allocations)
    for product in (CARD, CABLE):
        tracked = sum(each.quantity for each in wanted if each.product_id == product and each.tracked)
        in_stock = sum(each.available for each in levels if each.product_id == product)
        assert allocated_by_product(allocations).get(product, 0) == min(tracked, in_stock)


@given(wanted=wishes, levels=levels_of_two_products, data=st.data())
def test_an_allocation_does_not_depend_on_the_order_of_the_levels(
    wanted: list[Wanted], levels: list[StockLevel], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(levels))

    assert _outcome(wanted, shuffled) == _outcome(wanted, levels)


def _outcome(wanted: list[Wanted], levels: list[StockLevel]) -> object:
    try:
        return allocate(wanted, levels)
    except StockShort as short:
        return short.faults


def test_the_warehouse_with_the_most_is_taken_from_first() -> None:
    allocations = allocate(
        [wish(7)], [level("ANK", 5), level("IST", 9, reserved=1), level("IZM", 9, reserved=6)]
    )

    assert taken(allocations) == [("IST", 7)]


def test_what_one_warehouse_lacks_the_next_one_gives() -> None:
    allocations = allocate([wish(12)], [level("ANK", 5), level("IST", 8), level("IZM", 3)])

    assert taken(allocations) == [("IST", 8), ("ANK", 4)]


def test_warehouses_with_as_much_are_taken_by_code() -> None:
    assert taken(allocate([wish(1)], [level("IST", 5), level("ANK", 5)])) == [("ANK", 1)]


def test_every_short_line_is_named_with_what_there_is() -> None:
    wanted = [wish(7), wish(3, CABLE)]

    with pytest.raises(StockShort) as short:
        allocate(wanted, [level("IST", 9, reserved=3), level("IST", 1, product=CABLE)])

    assert [(fault.pointer, fault.detail) for fault in short.value.faults] == [
        ("/lines/0/quantity", "SKU-1: 7 requested, 6 available."),
        ("/lines/1/quantity", "SKU-2: 3 requested, 1 available."),
    ]


def test_a_line_that_may_wait_gets_what_there_is() -> None:
    assert taken(allocate([wish(7, backorder=True)], [level("IST", 4)])) == [("IST", 4)]
    assert allocate([wish(7, backorder=True)], []) == ()


def test_what_is_not_counted_is_not_allocated() -> None:
    assert allocate([wish(7, tracked=False)], [level("IST", 4)]) == ()


def test_a_count_below_what_was_promised_leaves_nothing() -> None:
    assert level("IST", 2, reserved=5).available == 0
    with pytest.raises(StockShort):
        allocate([wish(1)], [level("IST", 2, reserved=5)])


def test_two_lines_of_a_product_share_its_stock() -> None:
    with pytest.raises(StockShort) as short:
        allocate([wish(4), wish(4)], [level("IST", 7)])

    assert [fault.pointer for fault in short.value.faults] == ["/lines/1/quantity"]

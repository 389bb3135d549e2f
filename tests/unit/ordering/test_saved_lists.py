"""What a list holds, whatever is put in and taken out."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.ordering.errors import (
    InvalidListName,
    ProductNotOnList,
    SavedListNotYours,
    SavedListTooLong,
)
from b2b.domain.ordering.saved_lists import LIST_LINES_MAX, ListedProduct, SavedList
from b2b.domain.shared.ids import ProductId, UserId, new_id
from b2b.domain.shared.quantities import QUANTITY_MAX, InvalidQuantity
from tests.unit.ordering.builders import BUYER, CUSTOMER, NOW

COLLEAGUE = UserId(new_id())
PRODUCTS = [ProductId(new_id()) for _ in range(4)]
WISHES = st.lists(
    st.builds(
        ListedProduct,
        product_id=st.sampled_from(PRODUCTS),
        quantity=st.integers(1, QUANTITY_MAX),
        note=st.none() | st.just("van"),
    ),
    max_size=8,
)


def a_list(*wishes: ListedProduct, name: str = "Weekly") -> SavedList:
    saved = SavedList.start(customer_id=CUSTOMER, owner_id=BUYER, name=name, is_shared=False, at=NOW)
    saved.add(wishes, at=NOW)
    return saved


def of(product: ProductId, quantity: int = 1, note: str | None = None) -> ListedProduct:
    return ListedProduct(product_id=product, quantity=quantity, note=note)


def held(saved: SavedList) -> Mapping[ProductId, int]:
    return {line.product_id: line.quantity.value for line in saved.lines}


@given(first=WISHES, second=WISHES)
def test_adding_adds_up_and_a_product_stands_once(
    first: Sequence[ListedProduct], second: Sequence[ListedProduct]
) -> None:
    saved = a_list(*first)

    saved.add(second, at=NOW)

    wanted = [*first, *second]
    sums = {
        product: min(sum(each.quantity for each in wanted if each.product_id == product), QUANTITY_MAX)
        for product in dict.fromkeys(each.product_id for each in wanted)
    }
    assert held(saved) == sums
    assert len(saved.lines) == len(sums)
    assert list(held(saved)) == list(sums)


@given(first=WISHES, second=WISHES)
def test_putting_sets_and_putting_twice_changes_nothing(
    first: Sequence[ListedProduct], second: Sequence[ListedProduct]
) -> None:
    saved = a_list(*first)

    saved.put(second, at=NOW)
    once = held(saved)
    saved.put(second, at=NOW)

    assert held(saved) == once
    assert {**once, **{each.product_id: each.quantity for each in second}} == once


@given(wishes=WISHES, product=st.sampled_from(PRODUCTS))
def test_taking_out_what_was_put_in_leaves_the_rest(
    wishes: Sequence[ListedProduct], product: ProductId
) -> None:
    saved = a_list(*wishes)
    before = dict(held(saved))
    saved.add([of(product)], at=NOW)

    saved.remove(product, at=NOW)

    assert held(saved) == {key: quantity for key, quantity in before.items() if key != product}


def test_what_is_not_there_cannot_be_taken_out() -> None:
    with pytest.raises(ProductNotOnList):
        a_list().remove(PRODUCTS[0], at=NOW)


def test_a_note_stays_until_another_is_added() -> None:
    saved = a_list(of(PRODUCTS[0], note="van"))

    saved.add([of(PRODUCTS[0])], at=NOW)
    kept = saved.lines[0].note
    saved.put([of(PRODUCTS[0])], at=NOW)

    assert (kept, saved.lines[0].note) == ("van", None)


def test_a_list_has_two_thousand_lines_at_most_and_a_refusal_changes_nothing() -> None:
    saved = a_list(*(of(ProductId(new_id())) for _ in range(LIST_LINES_MAX)))
    there = saved.lines[0].product_id
    saved.add([of(there)], at=NOW)

    with pytest.raises(SavedListTooLong):
        saved.add([of(there), of(PRODUCTS[0])], at=NOW)

    assert (len(saved.lines), saved.lines[0].quantity.value) == (LIST_LINES_MAX, 2)


def test_a_quantity_that_is_none_changes_nothing() -> None:
    saved = a_list()

    with pytest.raises(InvalidQuantity):
        saved.add([of(PRODUCTS[0]), of(PRODUCTS[1], 0)], at=NOW)

    assert saved.lines == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_says_something_and_is_short(name: str) -> None:
    saved = a_list()

    with pytest.raises(InvalidListName):
        a_list(name=name)
    with pytest.raises(InvalidListName):
        saved.edit(name, is_shared=True, at=NOW)

    assert (saved.name, saved.is_shared) == ("Weekly", False)


def test_a_name_is_kept_without_blanks_around_it() -> None:
    assert a_list(name="  Van \t stock ").name == "Van stock"


def test_the_owner_and_who_manages_users_change_a_list() -> None:
    saved = a_list()

    saved.allow(BUYER, manages_users=False)
    saved.allow(COLLEAGUE, manages_users=True)

    with pytest.raises(SavedListNotYours):
        saved.allow(COLLEAGUE, manages_users=False)

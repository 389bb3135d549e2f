import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.application.ordering.quick_lines import fitted, merged_lines, read_lines, replaced
from b2b.domain.inventory.availability import QuantityRules


@pytest.mark.parametrize("line", ["EL-1\t12", "EL-1;12", "EL-1,12", "EL-1   12", '"EL-1";"12"', "el-1 12"])
def test_every_separator_is_read(line: str) -> None:
    (read,) = read_lines(line)

    assert (read.sku, read.quantity) == ("EL-1", 12)


@pytest.mark.parametrize(
    "header",
    ["SKU;Qty", "Stok kodu;Adet", "STOK KODU;MİKTAR", "Kodu;Sipariş miktarı", "sku\tquantity", "SKU QTY"],
)
def test_a_header_is_skipped_and_line_numbers_stay(header: str) -> None:
    (read,) = read_lines(f"{header}\n\nEL-1;12\n")

    assert (read.number, read.sku, read.quantity) == (3, "EL-1", 12)


def test_a_header_says_which_columns_count() -> None:
    (read,) = read_lines("Name;Qty;SKU\nDrill 18 V;3;EL-1")

    assert (read.sku, read.quantity) == ("EL-1", 3)


@pytest.mark.parametrize("quantity", ["", "ten", "0", "-3", "1.000", "2,5", "1000001", "9" * 40])
def test_what_is_no_clear_quantity_is_none(quantity: str) -> None:
    (read,) = read_lines(f"EL-1;{quantity}")

    assert read.quantity is None


@pytest.mark.parametrize("quantity", ["10", "10.0", "10,00"])
def test_whole_numbers_as_spreadsheets_write_them(quantity: str) -> None:
    (read,) = read_lines(f"EL-1;{quantity}")

    assert read.quantity == 10


def test_the_same_product_twice_is_one_wish_at_the_first_place() -> None:
    first, second = merged_lines(read_lines("EL-1 2\nEL-2 5\nel-1 3\nEL-1 x"))

    assert (first.wish.sku, first.wish.quantity) == ("EL-1", 5)
    assert [line.number for line in first.lines] == [1, 3]
    assert second.wish.sku == "EL-2"


def test_one_product_takes_the_place_of_another() -> None:
    assert replaced("SKU;Qty\nEL-1;2\nEL-2;3", "EL-1", "EL-9") == "SKU;Qty\nEL-9\t2\nEL-2;3"


@given(text=st.text(max_size=400))
def test_any_text_can_be_read_and_no_filled_line_is_lost(text: str) -> None:
    filled = [line for line in text.splitlines() if line.strip(" \t;,")]

    assert len(filled) - len(read_lines(text)) in {0, 1}


@given(
    minimum=st.integers(1, 50),
    step=st.integers(1, 50),
    maximum=st.none() | st.integers(50, 500),
    quantity=st.integers(1, 2_000_000),
)
def test_a_fitted_quantity_can_be_ordered(
    minimum: int, step: int, maximum: int | None, quantity: int
) -> None:
    rules = QuantityRules(minimum, step, maximum)

    found = fitted(rules, quantity)

    assert found is None or rules.check(found, pointer="") == ()


def test_a_quantity_that_can_be_ordered_stays() -> None:
    assert fitted(QuantityRules(10, 10), 20) == 20
    assert fitted(QuantityRules(10, 10), 12) == 20
    assert fitted(QuantityRules(10, 10), 1) == 10
    assert fitted(QuantityRules(1, 6, 20), 50) == 18
    assert fitted(QuantityRules(10, 50, 20), 10) is None

"""The shipped catalogue as the simulator reads it."""

import re
from collections import Counter

import pytest

from demo.erp.catalogue import Placed, Profile, placed, stock_code
from demo.erp.classification import category_of
from demo.erp.products import gtins, is_gtin
from demo.erp.taxonomy import BY_CODE, CATEGORIES, LEAVES, OTHER, TYPE_BY_CODE, type_of

PRODUCTS = 19_406


@pytest.fixture(scope="module")
def products() -> list[Placed]:
    return placed(Profile.FULL)


def test_every_product_of_the_file_is_there_once(products: list[Placed]) -> None:
    assert len(products) == PRODUCTS
    assert len({product.id for product in products}) == PRODUCTS


def test_every_stock_code_is_unique_and_can_be_typed(products: list[Placed]) -> None:
    codes = [product.sku for product in products]

    assert len(set(codes)) == PRODUCTS
    assert all(re.fullmatch(r"[A-Z0-9][A-Z0-9.-]{0,39}", code) for code in codes)


def test_a_stock_code_is_the_brand_and_the_part_number_where_that_can_be_read() -> None:
    assert stock_code("HP", "Q2612A", "42") == "HP-Q2612A"
    assert (
        stock_code("StarTech.com", "DB9 RS232 Serial Null Modem Adapter - M/F", "1128895") == "STAR-1128895"
    )


def test_fewer_than_a_tenth_of_the_products_are_in_other(products: list[Placed]) -> None:
    counts = Counter(product.category for product in products)

    assert counts[OTHER] < PRODUCTS / 10


def test_every_leaf_of_the_tree_has_products_and_no_branch_has(products: list[Placed]) -> None:
    assert {product.category for product in products} == {leaf.code for leaf in LEAVES}


def test_the_tree_is_three_levels_deep_and_names_parents_first() -> None:
    depth: dict[str, int] = {}
    for category in CATEGORIES:
        depth[category.code] = 1 + (depth[category.parent] if category.parent else 0)

    assert max(depth.values()) == 3
    assert len(BY_CODE) == len(CATEGORIES)
    assert {leaf.type_code for leaf in LEAVES} == set(TYPE_BY_CODE)


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Xerox 006R90321 toner cartridge Original Black 6 pc(s)", "toner"),
        ("Epson Singlepack Cyan T502011", "ink"),
        ("Acer EC.J6000.001 projector lamp 230 W P-VIP", "projector-lamps"),
        ("Sanyo PLC projector 2000 ansi lumens", "projectors"),
        ("C2G 7ft Cat6 550MHz Snagless Patch Cable Purple networking cable 2.1 m", "network-cables"),
        ("C2G 2m DB25/C36 Cable printer cable Gray", "serial-cables"),
        ("HP ProBook 430 G7 Notebook Silver 33.8 cm (13.3\") 1920 x 1080 pixels", "notebooks"),
        ("HP RR314AA notebook case 39.1 cm (15.4\") Briefcase Black", "bags"),
        ("Intel Xeon E5520 processor 2.26 GHz 8 MB Smart Cache", "processors"),
        ("Kingston Technology ValueRAM KVR29N21D8/32 memory module 32 GB DDR4 2933 MHz", "memory"),
        ("APC Smart-UPS 1500VA uninterruptible power supply (UPS)", "ups"),
        ("Netgear GS105 Unmanaged", "switches"),
        ("Something nobody has a word for", OTHER),
    ],
)  # fmt: skip
def test_a_product_is_sorted_by_the_words_of_its_title(title: str, category: str) -> None:
    assert category_of(title) == category


def test_a_branch_has_no_product_type() -> None:
    with pytest.raises(ValueError, match="branch"):
        type_of("cables")


def test_the_small_profile_is_five_hundred_of_the_same_products_of_most_kinds(products: list[Placed]) -> None:
    small = placed(Profile.SMALL)

    assert len(small) == 500
    assert set(small) <= set(products)
    assert len({product.category for product in small}) > 50


def test_a_gtin_with_a_wrong_check_digit_is_left_out_and_a_padded_repeat_too() -> None:
    assert is_gtin("0095205603217")
    assert not is_gtin("0095205603218")
    assert gtins(["00735858190046", "0735858190046", "12345", "0095205603218"]) == ["0735858190046"]

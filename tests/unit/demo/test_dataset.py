"""What the simulator pushes: complete, within the contract, and always the same."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import cast

import msgspec
import pytest

from demo.erp.catalogue import Placed, Profile
from demo.erp.contract import AccountEntry, Customer, Price, Product, ProductType, Stock
from demo.erp.dataset import Edition, Resource, resources
from demo.erp.dealers import check_digit, dealer_codes, dealers, payment_days
from demo.erp.entries import account_entries
from demo.erp.prices import discounted, list_price, prices, written
from demo.erp.turkish import turkish_name

TODAY = date(2026, 11, 21)
USERS = Path(__file__).parents[3] / "demo" / "users.json"


@pytest.fixture(scope="module")
def everything() -> dict[str, Resource]:
    return {resource.name: resource for resource in resources(Edition(Profile.FULL, TODAY))}


def fingerprint(resource: Resource) -> str:
    encode = msgspec.json.Encoder(order="deterministic").encode
    digest = sha256()
    for item in resource.items():
        digest.update(encode(item))
    return digest.hexdigest()


def test_each_resource_has_as_many_items_as_it_says(everything: dict[str, Resource]) -> None:
    counts = {name: sum(1 for _ in resource.items()) for name, resource in everything.items()}

    assert counts == {name: resource.size for name, resource in everything.items()}
    assert counts["products"] == 19_406
    assert counts["stock"] == 3 * 19_406
    assert counts["customers"] == 200


def test_the_same_edition_is_the_same_to_the_byte(everything: dict[str, Resource]) -> None:
    again = {resource.name: resource for resource in resources(Edition(Profile.FULL, TODAY))}

    assert {name: fingerprint(resource) for name, resource in everything.items()} == {
        name: fingerprint(resource) for name, resource in again.items()
    }


def test_external_ids_are_unique_within_a_resource(everything: dict[str, Resource]) -> None:
    for name in everything.keys() - {"stock"}:
        ids = [cast("Product", item).external_id for item in everything[name].items()]
        assert len(ids) == len(set(ids)), name


def test_every_reference_names_something_that_was_pushed_before(everything: dict[str, Resource]) -> None:
    def ids(name: str) -> set[str]:
        return {cast("Product", item).external_id for item in everything[name].items()}

    brands, categories, dealer_ids = ids("brands"), ids("categories"), ids("customers")
    skus = set()
    for product in cast("list[Product]", everything["products"].items()):
        skus.add(product.sku)
        assert product.brand_external_id in brands
        assert set(product.category_external_ids) <= categories
    assert {price.sku for price in cast("list[Price]", everything["prices"].items())} == skus
    assert {shelf.sku for shelf in cast("list[Stock]", everything["stock"].items())} == skus
    owners = {
        entry.customer_external_id
        for entry in cast("list[AccountEntry]", everything["account-entries"].items())
    }
    assert owners <= dealer_ids


def test_a_product_has_only_its_types_attributes_and_of_their_kind(everything: dict[str, Resource]) -> None:
    kinds: dict[str, type | tuple[type, ...]] = {"text": str, "number": (int, float), "boolean": bool}
    types = {
        kind.code: {attribute.code: kinds[attribute.type] for attribute in kind.attributes}
        for kind in cast("list[ProductType]", everything["product-types"].items())
    }
    with_attributes = 0
    for product in cast("list[Product]", everything["products"].items()):
        with_attributes += bool(product.attributes)
        for code, value in product.attributes.items():
            assert isinstance(value, types[product.type_code][code]), (product.sku, code)
    assert with_attributes > 17_000


def test_one_attribute_code_means_one_thing_in_all_types(everything: dict[str, Resource]) -> None:
    meanings: dict[str, tuple[object, ...]] = {}
    for kind in cast("list[ProductType]", everything["product-types"].items()):
        assert len(kind.attributes) <= 12
        for attribute in kind.attributes:
            meaning = (attribute.name, attribute.type, attribute.unit)
            assert meanings.setdefault(attribute.code, meaning) == meaning


def test_no_price_is_nothing_and_each_has_four_decimals(everything: dict[str, Resource]) -> None:
    for price in cast("list[Price]", everything["prices"].items()):
        assert re.fullmatch(r"\d+\.\d{4}", price.unit_price)
        assert Decimal(price.unit_price) > 0


def test_a_list_price_is_the_dollars_at_the_fixed_rate() -> None:
    assert written(list_price(4_995, 4_150)) == "2072.9300"
    assert written(list_price(0, 4_150)) == "0.0100"
    assert written(discounted(list_price(95, 4_150), 12)) == "34.6984"


def test_a_larger_break_of_a_better_tier_is_never_dearer() -> None:
    product = Placed("1", "HP-1", "HP", "toner", 4_995)
    by_tier = {
        (price.tier, price.min_quantity): Decimal(price.unit_price)
        for price in prices([product], [], today=TODAY, version=1)
    }

    assert by_tier[None, 1] > by_tier["C", 1] > by_tier["B", 1] > by_tier["A", 1]
    for tier in "ABC":
        assert by_tier[tier, 1] > by_tier[tier, 10] > by_tier[tier, 50]


def test_some_special_prices_are_over_and_some_are_yet_to_come(everything: dict[str, Resource]) -> None:
    special = [
        price for price in cast("list[Price]", everything["prices"].items()) if price.level == "customer"
    ]
    seasons = Counter(
        "past" if price.valid_to and price.valid_to < TODAY
        else "future" if price.valid_from and price.valid_from > TODAY
        else "present"
        for price in special
    )  # fmt: skip

    assert len({price.customer_external_id for price in special}) == 20
    assert all(seasons[season] > 100 for season in ("past", "future", "present"))


def test_a_tax_number_ends_in_its_check_digit() -> None:
    assert check_digit("454053692") == "0"
    assert check_digit("920512112") == "0"
    numbers = [dealer.tax_number for dealer in dealers(Profile.FULL, 1)]
    assert all(len(number) == 10 and check_digit(number[:9]) == number[9] for number in numbers)
    assert len(set(numbers)) == 200


def test_dealers_have_titles_of_their_own_and_addresses_with_one_default() -> None:
    everyone = list(dealers(Profile.FULL, 1))

    assert len({dealer.title for dealer in everyone}) == 200
    for dealer in everyone:
        assert 2 <= len(dealer.addresses) <= 3
        assert [address.is_default for address in dealer.addresses].count(True) == 1
        assert all(re.fullmatch(r"\d{5}", address.postal_code) for address in dealer.addresses)
    assert Counter(dealer.status for dealer in everyone) == {"active": 198, "suspended": 2}
    assert {dealer.tier for dealer in everyone} == {"A", "B", "C", None}


def test_stock_is_empty_low_and_plenty() -> None:
    shelves = resources(Edition(Profile.SMALL, TODAY))
    amounts = [
        shelf.on_hand for shelf in cast("list[Stock]", next(r for r in shelves if r.name == "stock").items())
    ]

    assert min(amounts) == 0
    assert sum(0 < amount <= 5 for amount in amounts) > 100
    assert max(amounts) > 200


def balance(entries: list[AccountEntry]) -> Decimal:
    return sum((Decimal(entry.debit or 0) - Decimal(entry.credit or 0) for entry in entries), Decimal(0))


def test_a_dealer_owes_less_than_the_limit_and_somebody_is_overdue() -> None:
    entries = list(account_entries(Profile.FULL, TODAY))
    limits = {dealer.external_id: Decimal(dealer.credit_limit.amount) for dealer in dealers(Profile.FULL, 1)}
    overdue = set()
    for code, limit in limits.items():
        own = [entry for entry in entries if entry.customer_external_id == code]
        assert 0 <= balance(own) <= limit
        settled = balance([entry for entry in own if entry.credit or entry.due_date < TODAY])
        if settled > 0:
            overdue.add(code)

    assert "D-0003" in overdue
    assert not {"D-0001", "D-0002"} & overdue
    assert 20 < len(overdue) < 100


def test_documents_are_not_from_the_future() -> None:
    entries = list(account_entries(Profile.FULL, TODAY))

    assert all(entry.document_date <= TODAY for entry in entries)
    assert all(entry.due_date - entry.document_date <= timedelta(days=60) for entry in entries)


def test_payment_terms_follow_the_tier_and_a_stranger_has_thirty_days() -> None:
    assert payment_days("D-0001") == 60
    assert payment_days("D-0007") == 0
    assert payment_days("B-9999") == 30


def test_names_are_turkish_where_the_trade_has_a_word() -> None:
    assert turkish_name("Xerox 006R90321 toner cartridge Original Black 6 pc(s)") == (
        "Xerox 006R90321 toner kartuşu Orijinal Siyah 6 adet"
    )
    assert turkish_name("Intel Xeon Processor") == "Intel Xeon İşlemci"


def test_the_demo_users_belong_to_pushed_dealers_and_have_passable_passwords() -> None:
    users = json.loads(USERS.read_text(encoding="utf-8"))["users"]
    codes = set(dealer_codes(Profile.FULL))

    assert len({(user["partner_code"], user["email"]) for user in users}) == len(users) == 17
    for user in users:
        assert user["partner_code"] is None or user["partner_code"] in codes
        assert user["email"].endswith(".example")
        assert len(user["password"]) >= 8
        assert all(re.search(kind, user["password"]) for kind in ("[a-z]", "[A-Z]", r"\d"))


def test_the_first_three_dealers_are_of_one_tier_each() -> None:
    first: list[Customer] = [dealer for dealer, _ in zip(dealers(Profile.FULL, 1), range(3), strict=False)]

    assert [dealer.tier for dealer in first] == ["A", "B", "C"]
    assert all(dealer.status == "active" for dealer in first)

"""The product list over HTTP, against the database."""

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from b2b.application.identity.ports import Bearer
from b2b.application.shared.access import Permission
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId
from tests.integration.clients import Client
from tests.integration.world import World

PRODUCTS = "/api/v1/products"


@pytest.fixture
def dealer(world: World, portal: Client) -> Client:
    return portal.as_user(world.dealers["D-1"].token("viewer"))


async def skus_of(client: Client, **query: Any) -> list[str]:
    answer = await client.get(PRODUCTS, params={"sort": "name", **query})
    assert answer.status_code == 200, answer.text
    return [item["sku"] for item in answer.json()["items"]]


async def test_a_product_item_is_what_the_contract_says(world: World, dealer: Client) -> None:
    brand = world.builder.brand("Brother")
    category = world.builder.category("Yazıcılar")
    world.add_product(
        "PRN-1", price="12.50", on_hand=3, name="Lazer yazıcı", brand=brand, categories=[category]
    )

    item = (await dealer.get(PRODUCTS, params={"q": "PRN-1"})).json()["items"][0]

    assert item == {
        "sku": "PRN-1",
        "name": "Lazer yazıcı",
        "brand": "Brother",
        "category": "Yazıcılar",
        "image_url": None,
        "unit": "C62",
        "min_quantity": 1,
        "quantity_step": 1,
        "price": {
            "unit_price": {"amount": "12.50", "currency": "TRY"},
            "list_price": {"amount": "12.50", "currency": "TRY"},
            "level": "list",
            "campaign": None,
            "breaks": [{"min_quantity": 1, "unit_price": {"amount": "12.50", "currency": "TRY"}}],
        },
        "availability": {
            "status": "low",
            "quantity": 3,
            "as_of": "2026-11-20T09:00:00Z",
            "expected_on": None,
        },
    }


async def test_a_walk_meets_every_product_once_while_others_are_added(world: World, dealer: Client) -> None:
    draw = random.Random(7)
    everything = world.builder.category("Hepsi")
    listed = sorted(f"P-{number:02}" for number in range(23))
    for number, sku in enumerate(listed):
        # Names and prices repeat, so that only the id tells some apart; some have no price at all.
        name, price = f"Ürün {draw.choice('ABC')}", draw.choice(["10", "20"]) if number % 7 else None
        world.add_product(sku, name=name, price=price, on_hand=5, categories=[everything])

    for sort in ("name", "newest", "price", "-price", "relevance"):
        for filters in ({}, {"q": "urun"}, {"in_stock": "true"}, {"category": "hepsi"}):
            seen = await walk_while_adding(world, dealer, everything, sort=sort, **filters)

            assert sorted(sku for sku in seen if sku in listed) == listed, (sort, filters)
            assert len(seen) == len(set(seen)), (sort, filters)


async def walk_while_adding(world: World, client: Client, group: UUID, **query: str) -> list[str]:
    """Every SKU of every page; after each page there is one product more, somewhere in the middle."""
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while len(seen) < 1_000:
        answer = (await client.get(PRODUCTS, params={"limit": 8, **query, **cursor})).json()
        seen += [item["sku"] for item in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = {"cursor": answer["next_cursor"]}
        name = f"NEW-{len(world.products)}"
        world.add_product(name, name="Ürün B", price="15", on_hand=5, categories=[group])
    return seen


async def test_products_are_sorted_by_what_this_dealer_pays(world: World, dealer: Client) -> None:
    own = world.dealers["D-1"].id
    cheap = world.add_product("A", price="50")
    world.builder.price(cheap, "300", customer=own)
    world.add_product("B", price="200")
    world.add_product("C")

    assert await skus_of(dealer, sort="price") == ["SKU-1", "SKU-2", "SKU-3", "B", "A", "C"]
    assert (await skus_of(dealer, sort="-price"))[:2] == ["A", "B"]
    assert (await skus_of(dealer, sort="-price"))[-1] == "C"


async def test_a_product_without_a_price_is_shown_without_one(world: World, dealer: Client) -> None:
    world.add_product("BARE", on_hand=1)

    item = (await dealer.get(PRODUCTS, params={"q": "BARE"})).json()["items"][0]

    assert item["price"] is None


async def test_what_is_not_active_or_deleted_is_not_listed(world: World, dealer: Client) -> None:
    world.add_product("OFF", price="1", listed=False)
    world.add_product("GONE", price="1", is_deleted=True)

    assert not {"OFF", "GONE"} & set(await skus_of(dealer))


async def test_a_category_shows_what_is_below_it_too(world: World, dealer: Client) -> None:
    builder = world.builder
    top = builder.category("Depolama")
    middle = builder.category("Diskler", parent=top)
    bottom = builder.category("SSD", parent=middle)
    for sku, category in (("T", top), ("M", middle), ("B", bottom)):
        world.add_product(sku, categories=[category])

    assert await skus_of(dealer, category="depolama") == ["B", "M", "T"]
    assert await skus_of(dealer, category="ssd") == ["B"]
    assert await skus_of(dealer, category="nowhere") == []


async def test_brands_are_alternatives(world: World, dealer: Client) -> None:
    for name in ("HP", "Dell", "Acer"):
        world.add_product(f"{name.upper()}-1", brand=world.builder.brand(name))

    assert await skus_of(dealer, brand="hp") == ["HP-1"]
    assert await skus_of(dealer, brand=["hp", "acer"]) == ["ACER-1", "HP-1"]


async def test_attributes_filter_by_value_of_every_kind(world: World, dealer: Client) -> None:
    world.add_product("A", attributes={"colour": "Black", "ram": 16})
    world.add_product("B", attributes={"colour": "Red", "touch": True, "ram": 8.5})
    world.add_product("C", attributes={"colour": "Black", "ports": ["USB", "HDMI"]})

    for wanted, found in (
        (["colour:Black"], ["A", "C"]),
        (["colour:Black", "colour:Red"], ["A", "B", "C"]),
        (["colour:Black", "ram:16"], ["A"]),
        (["touch:true"], ["B"]),
        (["ports:HDMI"], ["C"]),
        (["colour:Black:x"], []),
        (["size:'; drop table products"], []),
        (["ram:1e5"], []),
    ):
        assert await skus_of(dealer, attribute=wanted) == found


async def test_stock_that_others_reserved_is_not_in_stock(world: World, dealer: Client) -> None:
    builder = world.builder
    free, taken, uncounted = (world.add_product(sku) for sku in ("FREE", "TAKEN", "SERVICE"))
    builder.stock(free, world.warehouse_id, 5, reserved=4)
    builder.stock(taken, world.warehouse_id, 5, reserved=5)
    builder.connection.execute("update products set track_stock = false where id = %s", [uncounted])

    assert set(await skus_of(dealer, in_stock="true")) >= {"FREE", "SERVICE"}
    assert await skus_of(dealer, in_stock="false") == ["TAKEN"]


async def test_availability_tells_low_from_out_from_back_order(world: World, dealer: Client) -> None:
    for sku, on_hand in (("PLENTY", 6), ("FEW", 5), ("NONE", 0), ("BELOW", -3)):
        world.add_product(sku, on_hand=on_hand)
    world.add_product("LATER", on_hand=0, backorder_allowed=True)
    world.add_product("UNCOUNTED", track_stock=False)

    items = (await dealer.get(PRODUCTS, params={"limit": 200})).json()["items"]

    found = {item["sku"]: item["availability"] for item in items}
    assert {sku: (row["status"], row["quantity"]) for sku, row in found.items() if "SKU" not in sku} == {
        "PLENTY": ("in_stock", 6),
        "FEW": ("low", 5),
        "NONE": ("out_of_stock", 0),
        "LATER": ("backorder", 0),
        "BELOW": ("out_of_stock", 0),
        "UNCOUNTED": ("in_stock", None),
    }


async def test_the_tenant_decides_from_where_stock_is_low(world: World, dealer: Client) -> None:
    world.builder.connection.execute(
        "insert into settings (tenant_id, id, name, value) values (%s, %s, 'stock.low_threshold', '10')",
        [world.tenant_id, world.warehouse_id],
    )
    world.add_product("TEN", on_hand=10)

    item = (await dealer.get(PRODUCTS, params={"q": "TEN"})).json()["items"][0]

    assert item["availability"]["status"] == "low"


async def test_facets_count_the_whole_filtered_list(world: World, dealer: Client) -> None:
    builder = world.builder
    builder.attribute("colour", name="Renk")
    builder.attribute("ports", kind="multi_select")
    builder.attribute("hidden", filterable=False)
    brand, category = builder.brand("HP"), builder.category("Yazıcılar")
    for number in range(3):
        world.add_product(
            f"F-{number}",
            name="Süper yazıcı",
            brand=brand,
            categories=[category],
            attributes={"colour": "Siyah" if number else "Beyaz", "ports": ["USB", "LAN"], "hidden": "x"},
        )

    answer = await dealer.get(PRODUCTS, params={"q": "yazici", "facets": "true", "limit": 1})
    facets = answer.json()["facets"]

    assert facets["total"] == 3
    assert facets["brands"] == [{"value": "hp", "name": "HP", "count": 3}]
    assert facets["categories"] == [{"value": "yazicilar", "name": "Yazıcılar", "count": 3}]
    counted = {facet["code"]: facet["values"] for facet in facets["attributes"]}
    assert {code: [(row["value"], row["count"]) for row in values] for code, values in counted.items()} == {
        "colour": [("Siyah", 2), ("Beyaz", 1)],
        "ports": [("LAN", 3), ("USB", 3)],
    }


def without_prices(world: World) -> str:
    """The token of a dealer's user whose role shows products only."""
    person = world.dealers["D-1"].people["viewer"]
    assert person.customer_id is not None
    bearer = Bearer(
        tenant_id=TenantId(world.tenant_id),
        user_id=UserId(person.id),
        session_id=SessionId(person.session_id),
        customer_id=CustomerId(person.customer_id),
        access_version=1,
        email="viewer@d-1.example",
        roles=frozenset(),
        permissions=frozenset({Permission.PRODUCTS_VIEW}),
    )
    return world.tokens.issue(bearer, at=datetime.now(UTC))


async def test_who_may_not_see_prices_sees_none_and_cannot_sort_by_them(world: World, portal: Client) -> None:
    client = portal.as_user(without_prices(world))

    assert [item["price"] for item in (await client.get(PRODUCTS)).json()["items"]] == [None, None, None]
    assert (await client.get(f"{PRODUCTS}/SKU-1")).json()["price"] is None
    assert (await client.get(PRODUCTS, params={"sort": "price"})).status_code == 403
    assert (await client.get(f"{PRODUCTS}/SKU-1/price-explanation")).status_code == 403


async def test_staff_see_list_prices_or_those_of_the_dealer_they_name(world: World, portal: Client) -> None:
    builder = world.builder
    product = world.add_product("X", price="100")
    builder.price(product, "70", customer=world.dealers["D-1"].id)
    staff = portal.as_user(world.staff["sales_manager"].token)

    listed = (await staff.get(PRODUCTS, params={"q": "X"})).json()["items"][0]["price"]
    theirs = (await staff.get("/api/v1/customers/D-1/products", params={"q": "X"})).json()["items"][0][
        "price"
    ]

    assert listed["unit_price"]["amount"] == "100.00"
    assert (theirs["unit_price"]["amount"], theirs["level"]) == ("70.00", "customer")
    assert Decimal(theirs["list_price"]["amount"]) == 100


async def test_a_bad_filter_is_a_problem(dealer: Client) -> None:
    for query in (
        "limit=0",
        "limit=201",
        "cursor=abc",
        "sort=cheapest",
        "in_stock=perhaps",
        "attribute=colour",
        "attribute=:x",
        "q=" + "x" * 201,
        "facets=2",
    ):
        answer = await dealer.get(f"{PRODUCTS}?{query}")

        assert (query, answer.status_code) == (query, 422)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("one", "other"), [("name", "price"), ("price", "-price"), ("newest", "name")])
async def test_a_cursor_of_another_order_is_refused(
    one: str, other: str, world: World, dealer: Client
) -> None:
    given = (await dealer.get(PRODUCTS, params={"sort": one, "limit": 1})).json()["next_cursor"]

    answer = await dealer.get(PRODUCTS, params={"sort": other, "limit": 1, "cursor": given})

    assert answer.status_code == 422

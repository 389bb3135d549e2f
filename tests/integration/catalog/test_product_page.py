"""One product, the tree of categories, the brands."""

import pytest

from tests.integration.clients import Client
from tests.integration.world import World

API = "/api/v1"


@pytest.fixture
def dealer(world: World, portal: Client) -> Client:
    return portal.as_user(world.dealers["D-1"].token("viewer"))


async def test_a_product_shows_its_attributes_by_its_types_order(world: World, dealer: Client) -> None:
    builder = world.builder
    printer = builder.insert("product_types", code="printer", name="Yazıcı")
    for position, (code, visible) in enumerate((("speed", True), ("colour", True), ("internal", False))):
        attribute = builder.attribute(code, kind="number" if code == "speed" else "text", unit="ppm")
        builder.insert(
            "product_type_attributes",
            product_type_id=printer,
            attribute_id=attribute,
            position=position,
            visible=visible,
        )
    values = {"colour": "Siyah", "speed": 28, "internal": "x", "loose": ["a", "b"]}
    world.add_product("PRN", product_type_id=printer, attributes=values)

    shown = (await dealer.get(f"{API}/products/PRN")).json()

    assert shown["type"] == {"code": "printer", "name": "Yazıcı"}
    assert [(row["code"], row["type"], row["value"]) for row in shown["attributes"]] == [
        ("speed", "number", 28),
        ("colour", "text", "Siyah"),
        ("loose", "text", ["a", "b"]),
    ]
    assert shown["documents"] == []


async def test_a_product_names_its_brand_categories_and_replacement(world: World, dealer: Client) -> None:
    builder = world.builder
    brand = builder.brand("HP")
    first, second = builder.category("Toner"), builder.category("Kampanya")
    world.add_product(
        "OLD",
        brand=brand,
        categories=[first, second],
        replacement_product_id=world.products["SKU-2"],
        gtins=["4006381333931"],
    )

    shown = (await dealer.get(f"{API}/products/OLD")).json()

    assert shown["brand"] == {"slug": "hp", "name": "HP"}
    assert [(row["slug"], row["is_primary"]) for row in shown["categories"]] == [
        ("toner", True),
        ("kampanya", False),
    ]
    assert (shown["replacement"], shown["gtins"]) == ("SKU-2", ["4006381333931"])


async def test_a_kept_answer_is_not_sent_again_until_it_changes(world: World, dealer: Client) -> None:
    first = await dealer.get(f"{API}/products/SKU-1")
    tag = {"If-None-Match": first.headers["ETag"]}

    again = await dealer.get(f"{API}/products/SKU-1", headers=tag)
    world.builder.price(world.products["SKU-1"], "80", customer=world.dealers["D-1"].id)
    changed = await dealer.get(f"{API}/products/SKU-1", headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, changed.json()["price"]["unit_price"]["amount"]) == (200, "80.00")


async def test_what_is_not_there_is_not_found(world: World, dealer: Client) -> None:
    world.add_product("OFF", listed=False)

    for sku in ("NOPE", "OFF", "a b", "x" * 300, "sku-1"):
        answer = await dealer.get(f"{API}/products/{sku}")
        assert (answer.status_code, answer.json()["code"]) == (404, "product.not_found"), sku


async def test_categories_are_a_tree_that_counts_each_product_once(world: World, dealer: Client) -> None:
    builder = world.builder
    top = builder.category("Bilgisayar")
    laptops = builder.category("Dizüstü", parent=top, position=2)
    desktops = builder.category("Masaüstü", parent=top, position=1)
    gone = builder.category("Eski", parent=top, is_deleted=True)
    world.add_product("BOTH", categories=[laptops, desktops])
    world.add_product("ONE", categories=[laptops])
    world.add_product("OFF", categories=[laptops, gone], listed=False)

    tree = (await dealer.get(f"{API}/categories")).json()["items"]

    assert [(node["slug"], node["product_count"]) for node in tree] == [("bilgisayar", 2)]
    assert [(node["slug"], node["product_count"]) for node in tree[0]["children"]] == [
        ("masaustu", 1),
        ("dizustu", 2),
    ]


async def test_categories_in_a_circle_do_not_hang_the_tree(world: World, dealer: Client) -> None:
    builder = world.builder
    first = builder.category("A")
    second = builder.category("B", parent=first)
    builder.connection.execute("update categories set parent_id = %s where id = %s", [second, first])

    assert (await dealer.get(f"{API}/categories")).json() == {"items": []}
    assert (await dealer.get(f"{API}/products?category=a")).json()["items"] == []


async def test_brands_are_walked_by_name(world: World, dealer: Client) -> None:
    for name in ("Zyxel", "Acer", "İntel"):
        world.builder.brand(name)

    first = (await dealer.get(f"{API}/brands", params={"limit": 2})).json()
    rest = (await dealer.get(f"{API}/brands", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [brand["name"] for brand in first["items"] + rest["items"]] == ["Acer", "İntel", "Zyxel"]
    assert rest["next_cursor"] is None

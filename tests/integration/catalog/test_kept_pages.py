"""Pages that are kept are those that would be read now; what they show of products is so at once."""

import random
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any, Final

import pytest
from prometheus_client import REGISTRY

from tests.integration.catalog.doors import Doors
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp, product
from tests.integration.world import World

Pages = Callable[[Client], Awaitable[list[Any]]]

PRODUCTS: Final = "/api/v1/products"
LISTED: Final = 80
STEPS: Final = 12
# Of five pages and more for each of four people, of which a change makes some be read anew.
HITS_MIN: Final = 10
QUERIES: Final[tuple[dict[str, str], ...]] = (
    {"sort": "name"},
    {"sort": "newest"},
    {"sort": "price"},
    {"q": "cable"},
    {"q": "cable", "sort": "name", "limit": "9"},
    {"category": "all", "brand": "hp"},
    {"in_stock": "true", "sort": "name"},
)
# What one product shows, where it is listed and whether it is: nobody tells of it.
UNTOLD: Final = (
    "update products set name = name || ' II' where id = %s",
    "update products set sort_name = sort_name || ' b' where id = %s",
    "update products set is_active = false where id = %s",
    "update products set is_deleted = true where id = %s",
    "update products set min_quantity = 2, quantity_step = 2 where id = %s",
    "update products set image_url = 'https://images.example/new.jpg' where id = %s",
    "update prices set unit_price = unit_price + 1 where product_id = %s",
    "update stock_levels set on_hand = reserved where product_id = %s",
    "delete from prices where product_id = %s",
)


@pytest.fixture
def shop(world: World) -> World:
    """Two dealers, of whom one has prices of its own; more products than a page has."""
    brand, tools = world.builder.brand("hp"), world.builder.category("all")
    for number in range(LISTED):
        sku = f"CAB-{number:02}"
        made = world.add_product(
            sku,
            name=f"Cable {number:02}",
            price=f"{10 + number}",
            on_hand=50,
            brand=brand,
            categories=[tools],
        )
        world.builder.price(made, Decimal(5 + number), customer=world.dealers["D-2"].id)
    return world


@pytest.fixture
def ask(shop: World) -> Pages:
    """First and second pages of each query, for two dealers, for staff and for staff who look as a dealer."""
    staff = shop.staff["super_admin"].token
    askers = [(shop.dealers[code].token("viewer"), PRODUCTS) for code in ("D-1", "D-2")]
    askers += [(staff, PRODUCTS), (staff, "/api/v1/customers/D-2/products")]

    async def pages(door: Client) -> list[Any]:
        found = []
        for token, path in askers:
            client = door.as_user(token)
            for query in QUERIES:
                first = (await client.get(path, params=query)).raise_for_status().json()
                found.append(first)
                if cursor := first.get("next_cursor"):
                    answer = await client.get(path, params={**query, "cursor": cursor})
                    found.append(answer.raise_for_status().json())
        return found

    return pages


def hits() -> float:
    asked = {"cache": "PageShelf", "outcome": "hit"}
    return REGISTRY.get_sample_value("b2b_cache_lookups_total", asked) or 0.0


async def test_what_is_kept_is_what_would_be_read(doors: Doors, shop: World, ask: Pages) -> None:
    chance = random.Random(7)
    assert await ask(doors.keeping) == await ask(doors.reading)
    for change in [*UNTOLD, *chance.choices(UNTOLD, k=STEPS)]:
        changed = shop.products[f"CAB-{chance.randrange(LISTED):02}"]
        shop.builder.connection.execute(change, [changed])
        before = hits()

        assert await ask(doors.keeping) == await ask(doors.reading), change
        assert hits() - before > HITS_MIN


async def test_what_is_new_on_a_page_is_told(doors: Doors, shop: World, ask: Pages, erp: Erp) -> None:
    seen = await doors.agree(ask)
    shop.builder.connection.execute("update brands set name = 'HP Inc.'")
    assert (await erp.push("products", product("CAB-NEW", name="Cable 00 new")))["failed"] == 0

    told = await doors.agree(ask)

    assert "CAB-NEW" not in {item["sku"] for page in seen for item in page["items"]}
    assert "CAB-NEW" in {item["sku"] for item in told[0]["items"]}
    assert {item["brand"] for item in told[0]["items"]} == {"HP Inc.", None}


async def test_who_looks_at_a_kept_page_sees_their_own_prices(doors: Doors, shop: World) -> None:
    paid = []
    for code in ("D-1", "D-2", "D-1"):
        client = doors.keeping.as_user(shop.dealers[code].token("viewer"))
        page = (await client.get(PRODUCTS, params={"sort": "name"})).raise_for_status().json()
        paid.append(page["items"][0]["price"]["unit_price"]["amount"])

    assert paid == ["10.00", "5.00", "10.00"]

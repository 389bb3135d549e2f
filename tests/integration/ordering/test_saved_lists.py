"""Saved lists: whose they are, what becomes of their lines, and how they go to the cart."""

import asyncio
from typing import Any

import pytest

from tests.integration.clients import Client, lira
from tests.integration.world import World

LISTS = "/api/v1/lists"
TWO = [{"sku": "SKU-1", "quantity": 2}, {"sku": "SKU-2", "quantity": 3, "note": "For the van"}]


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


async def saved(client: Client, name: str = "Weekly", **more: Any) -> str:
    """Where a new list of two lines is."""
    answer = await client.post(LISTS, json={"name": name, "lines": TWO, **more})
    assert answer.status_code == 201, answer.text
    return f"{LISTS}/{answer.json()['id']}"


async def cart_of(client: Client) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in (await client.get("/api/v1/cart")).json()["lines"]}


async def test_a_list_is_saved_read_changed_and_deleted(buyer: Client) -> None:
    place = await saved(buyer)

    shown = await buyer.get(place)
    edited = await buyer.put(
        place, json={"name": "Monthly", "is_shared": True}, headers={"If-Match": shown.headers["ETag"]}
    )
    stale = await buyer.delete(place, headers={"If-Match": shown.headers["ETag"]})
    gone = await buyer.delete(place, headers={"If-Match": edited.headers["ETag"]})

    view = shown.json()
    assert (view["list"]["name"], view["list"]["is_own"], view["may_change"]) == ("Weekly", True, True)
    assert [(line["sku"], line["quantity"], line["note"]) for line in view["lines"]] == [
        ("SKU-1", 2, None),
        ("SKU-2", 3, "For the van"),
    ]
    assert view["lines"][0]["today"]["fate"] == "ready"
    assert view["totals"]["gross"] == lira("600.00")
    assert (edited.json()["name"], edited.headers["ETag"]) == ("Monthly", '"2"')
    assert (stale.status_code, gone.status_code) == (412, 204)
    assert (await buyer.get(place)).status_code == 404
    assert (await buyer.get(LISTS)).json()["items"] == []


async def test_lines_are_added_set_and_taken_out(buyer: Client) -> None:
    place = await saved(buyer)

    added = await buyer.post(
        f"{place}/lines",
        json={"lines": [{"sku": "SKU-1", "quantity": 5}, {"sku": "NONE", "quantity": 1}]},
    )
    put = await buyer.put(f"{place}/lines/SKU-2", json={"quantity": 9})
    removed = await buyer.delete(f"{place}/lines/SKU-2")
    twice = await buyer.delete(f"{place}/lines/SKU-2")

    assert [(line["sku"], line["accepted"]) for line in added.json()["results"]] == [
        ("SKU-1", True),
        ("NONE", False),
    ]
    assert (added.headers["ETag"], put.headers["ETag"], removed.headers["ETag"]) == ('"2"', '"3"', '"4"')
    assert removed.json()["line_count"] == 1
    assert (twice.status_code, twice.json()["code"]) == (404, "saved_list.product_missing")
    assert (await buyer.get(place)).json()["lines"][0]["quantity"] == 7


async def test_the_cart_is_saved_as_a_list(buyer: Client) -> None:
    await buyer.post("/api/v1/cart/lines", json={"lines": [{"sku": "SKU-3", "quantity": 4}]})

    answer = await buyer.post(LISTS, json={"name": "Of the cart", "from_cart": True})

    place = f"{LISTS}/{answer.json()['id']}"
    assert [(line["sku"], line["quantity"]) for line in (await buyer.get(place)).json()["lines"]] == [
        ("SKU-3", 4)
    ]


async def test_a_name_is_ones_own(buyer: Client, portal: Client, world: World) -> None:
    await saved(buyer)
    other = await saved(buyer, "Other")
    colleague = portal.as_user(world.dealers["D-1"].token("owner"))

    again = await buyer.post(LISTS, json={"name": " Weekly "})
    renamed = await buyer.put(other, json={"name": "Weekly", "is_shared": False}, headers={"If-Match": "*"})

    assert (again.status_code, again.json()["code"]) == (409, "saved_list.name_taken")
    assert (renamed.status_code, renamed.json()["code"]) == (409, "saved_list.name_taken")
    assert (await colleague.post(LISTS, json={"name": "Weekly"})).status_code == 201


async def test_a_private_list_is_nobody_elses(buyer: Client, portal: Client, world: World) -> None:
    place = await saved(buyer)
    people = [
        portal.as_user(world.dealers["D-1"].token("owner")),
        portal.as_user(world.dealers["D-1"].token("viewer")),
        portal.as_user(world.dealers["D-2"].token()),
    ]

    for somebody in people:
        assert (await somebody.get(place)).status_code == 404
        assert (await somebody.get(LISTS)).json()["items"] == []
    assert (await people[0].write(f"{place}/cart", {})).status_code == 404
    assert (await people[0].delete(place, headers={"If-Match": "*"})).status_code == 404


async def test_a_shared_list_is_used_by_colleagues_and_changed_by_those_who_may(
    buyer: Client, portal: Client, world: World
) -> None:
    theirs = portal.as_user(world.dealers["D-1"].token("owner"))
    viewer = portal.as_user(world.dealers["D-1"].token("viewer"))
    place = await saved(theirs, is_shared=True)

    row = (await buyer.get(LISTS)).json()["items"][0]
    refused = await buyer.put(f"{place}/lines/SKU-1", json={"quantity": 9})
    used = await buyer.write(f"{place}/cart", {})

    assert (row["is_own"], row["owner_name"], row["line_count"]) == (False, "Ayşe Işık", 2)
    assert (refused.status_code, refused.json()["code"]) == (403, "saved_list.not_yours")
    assert used.status_code == 200
    assert await cart_of(buyer) == {"SKU-1": 2, "SKU-2": 3}
    assert (await viewer.get(place)).json()["may_change"] is False
    mine = await saved(buyer, "Mine", is_shared=True)
    assert (await theirs.put(f"{mine}/lines/SKU-1", json={"quantity": 9})).status_code == 200


async def test_another_companys_list_is_not_there(buyer: Client, portal: Client, world: World) -> None:
    place = await saved(portal.as_user(world.dealers["D-2"].token()), is_shared=True)
    tag = {"If-Match": "*"}

    answers = [
        await buyer.get(place),
        await buyer.put(place, json={"name": "x", "is_shared": True}, headers=tag),
        await buyer.delete(place, headers=tag),
        await buyer.post(f"{place}/lines", json={"lines": TWO}),
        await buyer.put(f"{place}/lines/SKU-1", json={"quantity": 1}),
        await buyer.delete(f"{place}/lines/SKU-1"),
        await buyer.write(f"{place}/cart", {}),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert (await buyer.get(LISTS)).json()["items"] == []


async def test_every_line_is_accounted_for_on_the_way_to_the_cart(buyer: Client, world: World) -> None:
    world.add_product("STEP", price="1.00", on_hand=50, min_quantity=10, quantity_step=5)
    world.add_product("PRICELESS", on_hand=50)
    world.add_product("RARE", price="10.00", on_hand=2)
    world.add_product("GOING", price="10.00", on_hand=50)
    wanted = {"SKU-1": 1, "STEP": 7, "PRICELESS": 1, "RARE": 3, "GOING": 1}
    lines = [{"sku": sku, "quantity": quantity} for sku, quantity in wanted.items()]
    made = await buyer.post(LISTS, json={"name": "All kinds", "lines": lines})
    world.builder.connection.execute("update products set is_active = false where sku = 'GOING'")

    done = (await buyer.write(f"{LISTS}/{made.json()['id']}/cart", {})).json()

    assert {line["sku"]: line["fate"] for line in done["lines"]} == {
        "SKU-1": "ready",
        "STEP": "adjusted",
        "PRICELESS": "without_price",
        "RARE": "short",
        "GOING": "discontinued",
    }
    assert await cart_of(buyer) == {"SKU-1": 1, "STEP": 10}


async def test_what_is_no_longer_sold_stays_on_the_list_and_can_be_taken_out(
    buyer: Client, world: World
) -> None:
    place = await saved(buyer)
    world.builder.connection.execute("update products set is_deleted = true where sku = 'SKU-1'")

    before = (await buyer.get(place)).json()["lines"]
    removed = await buyer.delete(f"{place}/lines/SKU-1")

    assert [(line["sku"], line["today"]["fate"]) for line in before] == [
        ("SKU-1", "unknown"),
        ("SKU-2", "ready"),
    ]
    assert removed.json()["line_count"] == 1


async def test_the_same_key_at_once_fills_the_cart_once(buyer: Client) -> None:
    place = await saved(buyer)

    answers = await asyncio.gather(*(buyer.write(f"{place}/cart", {}, key="once") for _ in range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 7
    assert await cart_of(buyer) == {"SKU-1": 2, "SKU-2": 3}


async def test_two_who_add_to_one_list_at_once_lose_nothing(
    buyer: Client, portal: Client, world: World
) -> None:
    place = await saved(buyer, is_shared=True)
    manager = portal.as_user(world.dealers["D-1"].token("owner"))
    one = {"lines": [{"sku": "SKU-1", "quantity": 1}, {"sku": "SKU-3", "quantity": 1}]}

    answers = await asyncio.gather(
        *(client.post(f"{place}/lines", json=one) for client in (buyer, manager) * 5)
    )

    assert {answer.status_code for answer in answers} == {200}
    lines = (await buyer.get(place)).json()["lines"]
    assert {line["sku"]: line["quantity"] for line in lines} == {"SKU-1": 12, "SKU-2": 3, "SKU-3": 10}


async def test_the_same_key_saves_one_list(buyer: Client) -> None:
    body = {"name": "Once", "lines": TWO}

    first = await buyer.write(LISTS, body, key="list")
    again = await buyer.write(LISTS, body, key="list")

    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len((await buyer.get(LISTS)).json()["items"]) == 1


async def test_pages_of_lists_meet_each_once(buyer: Client) -> None:
    places = [await saved(buyer, f"List {number}") for number in range(5)]
    seen: list[str] = []
    cursor: str | None = None

    while True:
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await buyer.get(LISTS, params=asked)).json()
        seen += [f"{LISTS}/{row['id']}" for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == places[::-1]

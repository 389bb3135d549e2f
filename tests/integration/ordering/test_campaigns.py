"""Orders take of campaigns what is left, carry it, and give it back."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.clients import Client, lira
from tests.integration.integration_api.pushing import Erp
from tests.integration.pricing.campaigns import campaign, run
from tests.integration.world import World


@pytest.fixture
def erp(integration: Client, world: World) -> Erp:
    return Erp(integration.as_key(world.add_api_key()))


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


def given(world: World, name: str = "K") -> tuple[Any, Any, str | None]:
    """Discount and uses over all dealers, and who paused it; the books and the counters agree."""
    row = world.builder.connection.execute(
        "select c.discount_given, c.uses, c.paused_by, c.discount_limit is null and c.use_limit is null,"
        " (select coalesce(sum(d.discount_given), 0) from campaign_dealers d where d.campaign_id = c.id),"
        " (select coalesce(sum(d.uses), 0) from campaign_dealers d where d.campaign_id = c.id),"
        " (select coalesce(sum(u.discount - u.reversed), 0) from campaign_uses u where u.campaign_id = c.id),"
        " (select count(*) from campaign_uses u where u.campaign_id = c.id and u.discount > u.reversed)"
        " from campaigns c where c.external_id = %s",
        [name],
    ).fetchone()
    assert row is not None
    assert (row[4], row[5]) == (row[6], row[7])
    assert row[3] or (row[0], row[1]) == (row[4], row[5])
    return row[4], row[5], row[2]


async def patiently(buyer: Client, path: str, body: object) -> Any:
    """Asked again, with the same key, as often as the answer is that a lock was not to be had."""
    key = str(uuid4())
    answer = await buyer.write(path, body, key=key)
    while answer.status_code == 503:
        await asyncio.sleep(0.1)
        answer = await buyer.write(path, body, key=key)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def place(buyer: Client, world: World, *lines: tuple[str, int], **more: Any) -> Any:
    answer = await buyer.write("/api/v1/orders", world.order_body("D-1", *lines, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_order_carries_the_campaign_and_counts_against_it(
    erp: Erp, buyer: Client, world: World
) -> None:
    await run(erp, campaign("K", {"percent": "10", "products": ["SKU-1"]}))

    placed = await place(buyer, world, ("SKU-1", 3), ("SKU-2", 1))

    assert placed["totals"] == {"net": lira("370.00"), "vat": lira("74.00"), "gross": lira("444.00")}
    first, second = (await buyer.get(f"/api/v1/orders/{placed['number']}")).json()["order"]["lines"]
    assert first["campaign"] == {"name": "Kampanya K", "external_id": "K"}
    assert (first["unit_price"], first["discount"], first["net"]) == ("100.00", lira("30.00"), lira("270.00"))
    assert (second["campaign"], second["discount"], second["net"]) == (None, lira("0.00"), lira("100.00"))
    assert given(world) == (30, 1, None)


async def test_the_cart_shows_what_the_order_will_cost(erp: Erp, buyer: Client, world: World) -> None:
    await run(erp, campaign("K", {"amount_off": "12.50", "min_quantity": 2}, discount_limit="40.00"))
    await buyer.put("/api/v1/cart/lines/SKU-1", json={"quantity": 2})
    await buyer.put("/api/v1/cart/lines/SKU-2", json={"quantity": 2})
    cart = (await buyer.get("/api/v1/cart")).json()

    assert [(line["campaign"], line["discount"]) for line in cart["lines"]] == [
        ("Kampanya K", lira("25.00")),
        ("Kampanya K", lira("15.00")),
    ]
    body = world.order_body(accepted_total=cart["totals"]["gross"])
    del body["lines"]
    assert (await buyer.write("/api/v1/orders", body)).status_code == 201
    assert given(world) == (40, 1, "limit")


async def test_a_campaign_that_ended_since_the_cart_was_filled_is_told(
    erp: Erp, buyer: Client, world: World
) -> None:
    await run(erp, campaign("K"))
    await buyer.put("/api/v1/cart/lines/SKU-1", json={"quantity": 1})
    await erp.push("campaigns", {"external_id": "K", "op": "delete"})
    body = world.order_body()
    del body["lines"]

    refused = await buyer.write("/api/v1/orders", body)

    assert (refused.status_code, refused.json()["code"]) == (409, "order.price_moved")
    assert (await buyer.get("/api/v1/cart")).json()["lines"][0]["price_moved"] is True


async def test_a_cancelled_order_gives_back_all_and_a_cut_line_its_share(
    erp: Erp, buyer: Client, world: World
) -> None:
    await run(erp, campaign("K", use_limit=2))
    cancelled = (await place(buyer, world, ("SKU-1", 4)))["number"]
    cut = (await place(buyer, world, ("SKU-1", 3), ("SKU-2", 1)))["number"]
    assert given(world) == (80, 2, "limit")

    await buyer.write(f"/api/v1/orders/{cancelled}/cancellation", {"reason": "Vazgeçtik"})
    lowered = {"reason": "Depoda yok", "lines": [{"sku": "SKU-1", "quantity": 1}]}
    answer = await erp.client.write(f"/api/integration/v1/orders/{cut}/amendments", lowered)

    assert answer.status_code == 200, answer.text
    line = answer.json()["lines"][0]
    assert (line["discount"], line["net"]) == (lira("10.00"), lira("90.00"))
    assert given(world) == (20, 1, "limit")
    await run(erp, campaign("K", use_limit=3))
    assert given(world) == (20, 1, None)
    await buyer.write(f"/api/v1/orders/{cut}/cancellation", {"reason": "Vazgeçtik"})
    assert given(world) == (0, 0, None)


async def test_a_dealers_own_limit_ends_it_for_that_dealer_alone(
    erp: Erp, portal: Client, buyer: Client, world: World
) -> None:
    await run(erp, campaign("K", dealer_discount_limit="15.00"))

    nets = [(await place(buyer, world, ("SKU-1", 1)))["totals"]["net"] for _ in range(3)]
    rival = portal.as_user(world.dealers["D-2"].token())
    other = await rival.write("/api/v1/orders", world.order_body("D-2"))

    assert nets == [lira("90.00"), lira("95.00"), lira("100.00")]
    assert other.json()["totals"]["net"] == lira("90.00")
    assert given(world) == (25, 3, None)


@pytest.mark.parametrize(
    ("limits", "total", "uses"),
    [
        ({"discount_limit": "123.45"}, Decimal("123.45"), None),
        ({"use_limit": 7}, Decimal(70), 7),
        ({"dealer_discount_limit": "33.33"}, Decimal("66.66"), None),
        ({"dealer_use_limit": 3}, Decimal(60), 6),
    ],
    ids=["discount", "uses", "dealer's discount", "dealer's uses"],
)
async def test_many_orders_at_once_never_pass_a_limit_by_one_kurus(
    erp: Erp, portal: Client, world: World, limits: dict[str, Any], total: Decimal, uses: int | None
) -> None:
    await run(erp, campaign("K", {"percent": "10"}, **limits), campaign("L", {"percent": "1"}))
    buyers = {code: portal.as_user(world.dealers[code].token()) for code in ("D-1", "D-2")}

    placed = await asyncio.gather(
        *(
            patiently(buyers[code], "/api/v1/orders", world.order_body(code, ("SKU-1", 1)))
            for code in ("D-1", "D-2") * 12
        )
    )

    discount, used, _ = given(world)
    assert (discount, used) == (total, used if uses is None else uses)
    saved = sum(100 - Decimal(order["totals"]["net"]["amount"]) for order in placed)
    assert saved == discount + given(world, "L")[0]


async def test_orders_cancellations_and_pushes_at_once_leave_the_books_right(
    erp: Erp, portal: Client, world: World
) -> None:
    await run(erp, campaign("K", discount_limit="200.00"), campaign("L", {"percent": "5"}))
    buyers = [portal.as_user(world.dealers[code].token()) for code in ("D-1", "D-2")]

    async def order_and_cancel(place: int) -> None:
        code, buyer = ("D-1", "D-2")[place % 2], buyers[place % 2]
        made = await patiently(buyer, "/api/v1/orders", world.order_body(code, ("SKU-1", 1)))
        if place % 3 == 0:
            path = f"/api/v1/orders/{made['number']}/cancellation"
            await patiently(buyer, path, {"reason": "Vazgeçtik"})

    async def push(place: int) -> None:
        limit = {"discount_limit": None if place % 2 else "150.00"}
        await run(
            erp, campaign("K", priority=place, **limit), campaign("L", {"percent": "5"}, priority=place)
        )

    await asyncio.gather(*(order_and_cancel(place) for place in range(24)), *(push(n) for n in range(4)))

    await run(erp, campaign("K", discount_limit="10000.00"))
    live = "select sum(discount) from order_lines where campaign_external_id = %s and cancelled_quantity = 0"
    for name in ("K", "L"):
        assert given(world, name)[0] == (world.one(live, name) or 0)

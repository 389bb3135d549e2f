"""What happens at the same moment, really in parallel against PostgreSQL."""

import asyncio
from collections import Counter
from uuid import uuid4

import psycopg

from b2b.infrastructure.embedded import DatabaseUrls
from tests.integration.clients import Client
from tests.integration.world import World

ABOVE_1000 = {"code": "amount_above", "amount": {"amount": "1000.00", "currency": {"code": "TRY"}}}


async def test_fifty_orders_of_100_on_a_free_limit_of_1000_are_ten_orders(
    portal: Client, world: World
) -> None:
    world.add_product("NET-100", price="100.00", on_hand=100_000, vat_rate=0)
    dealer = world.add_dealer("D-3", credit_limit="1000.00")
    buyer = portal.as_user(dealer.token())
    body = world.order_body("D-3", ("NET-100", 1))

    answers = await asyncio.gather(*(buyer.write("/api/v1/orders", body) for _ in range(50)))

    assert Counter(answer.status_code for answer in answers) == {201: 10, 409: 40}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"credit.exceeded"}
    assert world.one("select held from accounts where id = %s", dealer.account_id) == 1000
    assert world.one("select sum(amount - released) from credit_holds") == 1000
    assert world.one("select sum(gross) from orders") == 1000


async def test_forty_orders_for_the_last_seven_pieces_sell_seven(portal: Client, world: World) -> None:
    world.add_product("LAST", price="1.00", on_hand=7)
    buyers = [portal.as_user(world.dealers[code].token()) for code in ("D-1", "D-2")]
    bodies = [world.order_body(code, ("LAST", 1), ("SKU-1", 1)) for code in ("D-1", "D-2")]

    answers = await asyncio.gather(
        *(buyers[place % 2].write("/api/v1/orders", bodies[place % 2]) for place in range(40))
    )

    assert Counter(answer.status_code for answer in answers) == {201: 7, 409: 33}
    assert world.one("select reserved from stock_levels where product_id = %s", world.products["LAST"]) == 7
    reserved = "select sum(quantity) from stock_reservations where product_id = %s"
    assert world.one(reserved, world.products["LAST"]) == 7


async def test_the_same_key_twenty_times_at_once_is_one_order(portal: Client, world: World) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    key = str(uuid4())

    answers = await asyncio.gather(
        *(buyer.write("/api/v1/orders", world.order_body(), key=key) for _ in range(20))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 19
    assert world.one("select count(*) from orders") == 1


async def test_two_approvers_at_once_make_one_decision(portal: Client, world: World) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000], roles=["finance_manager", "sales_manager"])
    buyer = portal.as_user(world.dealers["D-1"].token())
    await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))
    finance = portal.as_user(world.staff["finance_manager"].token)
    sales = portal.as_user(world.staff["sales_manager"].token)
    row = (await finance.get("/api/v1/approvals")).json()["items"][0]

    answers = await asyncio.gather(
        finance.write(f"/api/v1/approvals/{row['id']}/approval", {}),
        sales.write(f"/api/v1/approvals/{row['id']}/rejection", {"reason": "Hayır"}),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert world.one("select count(*) from approval_decisions") == 1


async def test_approving_and_cancelling_at_once_end_in_one_of_the_two(portal: Client, world: World) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    buyer = portal.as_user(world.dealers["D-1"].token())
    finance = portal.as_user(world.staff["finance_manager"].token)
    for _ in range(10):
        number = (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))).json()[
            "number"
        ]
        row = (await finance.get("/api/v1/approvals")).json()["items"][0]

        answers = await asyncio.gather(
            finance.write(f"/api/v1/approvals/{row['id']}/approval", {}),
            buyer.write(f"/api/v1/orders/{number}/cancellation", {"reason": "Vazgeçtik"}),
        )

        assert {answer.status_code for answer in answers} <= {200, 409}
    held = world.one("select held from accounts where customer_id = %s", world.dealers["D-1"].id)
    live = "select coalesce(sum(gross), 0) from orders where status not in ('cancelled', 'rejected')"
    assert held == world.one(live)
    assert held == world.one(
        "select coalesce(sum(amount - released), 0) from credit_holds where state = 'held'"
    )


async def test_orders_of_the_same_products_in_any_order_never_deadlock(portal: Client, world: World) -> None:
    buyers = [portal.as_user(world.dealers[code].token()) for code in ("D-1", "D-2")]
    forward = [("SKU-1", 1), ("SKU-2", 1), ("SKU-3", 1)]

    answers = await asyncio.gather(
        *(
            buyers[place % 2].write(
                "/api/v1/orders",
                world.order_body(("D-1", "D-2")[place % 2], *(forward if place % 4 < 2 else forward[::-1])),
            )
            for place in range(40)
        )
    )

    assert {answer.status_code for answer in answers} == {201}
    assert world.one("select sum(reserved) from stock_levels") == 120


async def test_who_waits_for_a_locked_account_gives_the_connection_back(
    portal: Client, world: World, database: DatabaseUrls
) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    url = database.owner.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as pushing:
        pushing.execute("select set_config('app.tenant_id', %s, true)", [str(world.tenant_id)])
        pushing.execute("select from accounts where id = %s for update", [world.dealers["D-1"].account_id])

        answer = await buyer.write("/api/v1/orders", world.order_body())

    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), answer.text
    assert (await buyer.write("/api/v1/orders", world.order_body())).status_code == 201

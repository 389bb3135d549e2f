from datetime import timedelta
from uuid import uuid4

import pytest

from tests.integration.clients import Client, lira
from tests.integration.world import World

LIMIT = {"code": "amount_above", "amount": {"amount": "10000.00", "currency": {"code": "TRY"}}}


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


async def test_an_order_within_the_limits_is_approved_at_once(buyer: Client, world: World) -> None:
    answer = await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 2), ("SKU-2", 1)))

    assert answer.status_code == 201, answer.text
    placed = answer.json()
    assert placed["status"] == "approved"
    assert placed["totals"] == {"net": lira("300.00"), "vat": lira("60.00"), "gross": lira("360.00")}
    assert placed["approval"] == {"required": False, "reasons": []}
    assert world.one("select held from accounts where customer_id = %s", world.dealers["D-1"].id) == 360
    assert world.one("select sum(reserved) from stock_levels") == 3


async def test_the_order_is_read_back_whole_with_its_history(buyer: Client, world: World) -> None:
    number = (await buyer.write("/api/v1/orders", world.order_body(po_number="PO-7", note="Dikkat"))).json()[
        "number"
    ]

    view = (await buyer.get(f"/api/v1/orders/{number}")).json()
    page = (await buyer.get("/api/v1/orders")).json()

    assert view["order"]["lines"][0]["sku"] == "SKU-1"
    assert view["order"]["po_number"] == "PO-7"
    assert view["order"]["customer"] == {"code": "D-1", "title": "Dealer D-1", "external_id": "erp-D-1"}
    assert [step["to_status"] for step in view["history"]] == ["draft", "approved"]
    assert [row["number"] for row in page["items"]] == [number]


async def test_the_cart_becomes_the_order_and_is_empty_after(buyer: Client, world: World) -> None:
    lines = {"lines": [{"sku": "SKU-1", "quantity": 3}, {"sku": "NONE", "quantity": 1}]}
    changed = (await buyer.post("/api/v1/cart/lines", json=lines)).json()
    assert [result["accepted"] for result in changed["results"]] == [True, False]
    assert changed["cart"]["totals"]["gross"] == lira("360.00")

    body = world.order_body()
    del body["lines"]
    answer = await buyer.write("/api/v1/orders", body)

    assert answer.status_code == 201, answer.text
    assert (await buyer.get("/api/v1/cart")).json()["lines"] == []


async def test_a_price_that_moved_since_the_cart_was_filled_is_told(buyer: Client, world: World) -> None:
    await buyer.put("/api/v1/cart/lines/SKU-1", json={"quantity": 1})
    world.builder.connection.execute("update prices set unit_price = 110")
    body = world.order_body()
    del body["lines"]

    refused = await buyer.write("/api/v1/orders", body)
    accepted = await buyer.write("/api/v1/orders", body | {"accepted_total": lira("132.00")})

    assert (refused.status_code, refused.json()["code"]) == (409, "order.price_moved")
    assert refused.json()["facts"]["total"] == "132.00 TRY"
    assert accepted.status_code == 201


async def test_every_fault_of_every_line_is_told_at_once(buyer: Client, world: World) -> None:
    world.add_product("STEP", price="1.00", on_hand=50, min_quantity=10, quantity_step=5)
    world.add_product("PRICELESS", on_hand=50)
    body = world.order_body("D-1", ("STEP", 7), ("PRICELESS", 1), ("NONE", 1), ("SKU-1", 1))

    answer = await buyer.write("/api/v1/orders", body)

    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [
        ("/lines/0/quantity", "quantity.below_minimum"),
        ("/lines/0/quantity", "quantity.not_a_multiple"),
        ("/lines/1/sku", "product.without_price"),
        ("/lines/2/sku", "product.not_found"),
    ]


async def test_what_is_not_in_stock_is_refused_and_nothing_is_half_done(buyer: Client, world: World) -> None:
    world.add_product("RARE", price="10.00", on_hand=2)

    answer = await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 1), ("RARE", 3)))

    assert (answer.status_code, answer.json()["code"]) == (409, "stock.short")
    written = "select (select count(*) from {}) + (select count(*) from {}) + (select count(*) from {})"
    assert world.one(written.format("orders", "order_lines", "credit_holds")) == 0
    assert world.one(written.format("stock_reservations", "outbox", "audit_log")) == 0
    assert world.one("select sum(reserved) from stock_levels") == 0


async def test_a_day_that_has_passed_is_no_delivery_day(buyer: Client, world: World) -> None:
    today = world.one("select (now() at time zone 'Europe/Istanbul')::date")
    days = [str(today - timedelta(days=1)), str(today)]

    answers = [
        await buyer.write("/api/v1/orders", world.order_body(requested_delivery_date=day)) for day in days
    ]

    assert [answer.status_code for answer in answers] == [422, 201]
    assert answers[0].json()["code"] == "order.delivery_day_past"


async def test_credit_that_does_not_suffice_refuses_the_order(portal: Client, world: World) -> None:
    dealer = world.add_dealer("D-3", credit_limit="119.99")
    answer = await portal.as_user(dealer.token()).write("/api/v1/orders", world.order_body("D-3"))

    assert (answer.status_code, answer.json()["code"]) == (409, "credit.exceeded")
    assert answer.json()["facts"]["short"] == "0.01 TRY"


async def test_a_transfer_in_advance_needs_no_credit(portal: Client, world: World) -> None:
    dealer = world.add_dealer("D-3", credit_limit="0.00")
    body = world.order_body("D-3", payment_method="bank_transfer")

    answer = await portal.as_user(dealer.token()).write("/api/v1/orders", body)

    assert answer.status_code == 201
    assert world.one("select count(*) from credit_holds") == 0


async def test_the_same_key_answers_the_same_and_says_so(buyer: Client, world: World) -> None:
    key = str(uuid4())
    first = await buyer.write("/api/v1/orders", world.order_body(), key=key)
    again = await buyer.write("/api/v1/orders", world.order_body(), key=key)
    other = await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-2", 1)), key=key)

    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")
    assert world.one("select count(*) from orders") == 1


async def test_cancelling_frees_credit_and_stock(buyer: Client, world: World) -> None:
    number = (await buyer.write("/api/v1/orders", world.order_body())).json()["number"]

    answer = await buyer.write(f"/api/v1/orders/{number}/cancellation", {"reason": "Vazgeçtik."})
    twice = await buyer.write(f"/api/v1/orders/{number}/cancellation", {"reason": "Vazgeçtik."})

    assert answer.json() == {"number": number, "status": "cancelled"}
    assert twice.status_code == 409
    assert world.one("select sum(held) from accounts") == 0
    assert world.one("select sum(reserved) from stock_levels") == 0
    assert world.one("select count(*) from outbox where type = 'order.cancelled'") == 1


async def test_another_dealers_address_cannot_be_shipped_to(buyer: Client, world: World) -> None:
    body = world.order_body(shipping_address_id=str(world.dealers["D-2"].address_id))

    answer = await buyer.write("/api/v1/orders", body)

    assert (answer.status_code, answer.json()["code"]) == (404, "address.not_found")


async def test_events_carry_the_order_and_count_up(buyer: Client, world: World) -> None:
    await buyer.write("/api/v1/orders", world.order_body())

    rows = world.builder.connection.execute(
        "select type, sequence, payload->>'status', payload->'customer'->>'external_id'"
        " from outbox order by sequence"
    ).fetchall()

    assert rows == [
        ("order.created", 1, "approved", "erp-D-1"),
        ("order.approved", 2, "approved", "erp-D-1"),
    ]

"""What the ERP changes on an order that was agreed, and what is free again after it."""

import asyncio
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.clients import Client, lira
from tests.integration.world import World

API = "/api/integration/v1"
# What must stay held, from orders and invoices alone.
STILL_TO_INVOICE = (
    "select coalesce(sum(case when o.status in ('cancelled', 'completed', 'rejected') then 0 else"
    " greatest(0, o.gross - coalesce((select sum(i.gross) from invoices i where i.order_id = o.id"
    " and not i.is_deleted), 0))"
    " end), 0) from orders o"
)


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


@pytest.fixture
def erp(integration: Client, world: World) -> Client:
    return integration.as_key(world.add_api_key())


async def ordered(buyer: Client, world: World, *lines: tuple[str, int]) -> str:
    answer = await buyer.write("/api/v1/orders", world.order_body("D-1", *lines))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def lowered(*lines: tuple[str, int]) -> dict[str, Any]:
    return {"lines": [{"sku": sku, "quantity": left} for sku, left in lines], "reason": "Out of stock."}


def invoice(number: str, net: str, vat: str, gross: str) -> dict[str, Any]:
    line = {"name": "Mal", "quantity": 1, "unit_price": net, "vat_rate": "20"}
    return {
        "external_id": f"F-{number}",
        "number": f"F-{number}",
        "customer_external_id": "erp-D-1",
        "order_number": number,
        "issued_on": "2026-11-21",
        "due_on": "2026-12-21",
        "currency": "TRY",
        "lines": [{**line, "net": lira(net), "vat": lira(vat)}],
        "totals": {"net": lira(net), "vat": lira(vat), "gross": lira(gross)},
    }


def held(world: World) -> Any:
    found = world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id)
    assert found == world.one("select coalesce(sum(amount - released), 0) from credit_holds")
    return found


def reserved(world: World) -> Any:
    found = world.one("select sum(reserved) from stock_levels")
    left = "select coalesce(sum(quantity - released_quantity - consumed_quantity), 0) from stock_reservations"
    assert found == world.one(left) == world.one("select sum(allocated_quantity) from order_lines")
    return found


async def test_what_is_not_delivered_is_free_again_and_everybody_sees_what_changed(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 10), ("SKU-2", 5))

    answer = await erp.write(f"{API}/orders/{number}/amendments", lowered(("SKU-1", 7), ("SKU-2", 5)))

    assert answer.status_code == 200, answer.text
    assert answer.json()["totals"]["gross"] == lira("1440.00")
    assert [line["cancelled_quantity"] for line in answer.json()["lines"]] == [3, 0]
    assert (held(world), reserved(world)) == (1440, 12)
    seen = (await buyer.get(f"/api/v1/orders/{number}")).json()
    assert seen["order"]["status"] == "approved"
    (amendment,) = seen["amendments"]
    assert amendment["lines"] == [
        {"line_number": 1, "sku": "SKU-1", "name": "Product SKU-1", "before": 10, "after": 7}
    ]
    assert (amendment["gross_before"], amendment["gross_after"]) == (lira("1800.00"), lira("1440.00"))
    assert seen["history"][-1]["reason"] == "Out of stock."
    assert (
        world.one("select payload ->> 'reason' from outbox where type = 'order.amended'") == "Out of stock."
    )
    assert (await buyer.get("/api/v1/orders")).json()["items"][0]["amended_at"]
    assert world.one("select count(*) from audit_log where action = 'order.amended'") == 1


async def test_lines_only_fall_and_never_below_what_was_shipped(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 10), ("SKU-2", 5))
    parcel = {"status": "shipped", "lines": [{"line_number": 1, "quantity": 4}]}
    await erp.write(f"{API}/orders/{number}/status-changes", parcel)
    place = f"{API}/orders/{number}/amendments"

    answers = [
        await erp.write(place, body)
        for body in (
            lowered(("SKU-1", 11)),
            lowered(("SKU-1", 3)),
            lowered(("SKU-9", 1)),
            lowered(("SKU-1", 5), ("SKU-1", 6)),
            {"lines": [{"sku": "SKU-1", "line_number": 1, "quantity": 5}], "reason": "Two names."},
            {"reason": "Nothing."},
        )
    ]
    same = await erp.write(place, lowered(("SKU-1", 10)))

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (422, "order.amendment_raises"),
        (409, "order.amended_below_shipped"),
        (422, "order.unknown_line"),
        (422, "order.line_twice"),
        (422, "order.amendment_unclear"),
        (422, "order.amendment_unclear"),
    ]
    assert (same.status_code, same.json()["amended_at"]) == (200, None)
    assert world.one("select count(*) from order_amendments") == 0


async def test_an_order_left_with_nothing_is_cancelled(buyer: Client, erp: Client, world: World) -> None:
    number = await ordered(buyer, world, ("SKU-1", 2), ("SKU-2", 1))

    answer = await erp.write(f"{API}/orders/{number}/amendments", lowered(("SKU-1", 0), ("SKU-2", 0)))

    assert answer.json()["status"] == "cancelled", answer.text
    assert (held(world), reserved(world)) == (0, 0)
    assert world.one("select array_agg(type order by sequence) from outbox")[-1] == "order.cancelled"
    assert world.one("select gross_after from order_amendments") == 0


async def test_an_order_closed_short_can_be_completed_and_holds_what_is_still_to_be_invoiced(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 10))
    parcel = {"status": "shipped", "lines": [{"line_number": 1, "quantity": 4}]}
    await erp.write(f"{API}/orders/{number}/status-changes", parcel)

    answer = await erp.write(
        f"{API}/orders/{number}/amendments", {"close_short": True, "reason": "No more of it."}
    )

    assert (answer.json()["status"], answer.json()["totals"]["gross"]) == ("shipped", lira("480.00"))
    assert (held(world), reserved(world)) == (480, 0)
    types = world.one("select array_agg(type || sequence order by sequence) from outbox")
    assert types[-2:] == ["order.amended5", "order.status_changed6"]
    for status in ("delivered", "completed"):
        assert (
            await erp.write(f"{API}/orders/{number}/status-changes", {"status": status})
        ).status_code == 200
    assert held(world) == 0


async def test_an_order_closed_short_after_everything_arrived_is_delivered(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 10))
    parcel = {
        "external_id": "S-1",
        "order_number": number,
        "lines": [{"line_number": 1, "quantity": 4}],
        "delivered_at": "2026-11-21T10:00:00Z",
    }
    assert (await erp.write(f"{API}/shipments", {"items": [parcel]})).json()["created"] == 1

    closing = {"close_short": True, "reason": "No more of it."}
    answer = await erp.write(f"{API}/orders/{number}/amendments", closing)

    assert answer.json()["status"] == "delivered"


async def test_an_invoice_that_is_lowered_or_deleted_gives_its_share_of_the_hold_back(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 10))
    place = f"{API}/invoices"

    async def push(*item: Any) -> Any:
        answer = await erp.post(place, json={"items": list(item)})
        assert answer.json()["failed"] == 0, answer.text
        return held(world)

    assert await push(invoice(number, "1000.00", "200.00", "1200.00")) == 0
    assert world.one("select state from credit_holds") == "converted"
    assert await push(invoice(number, "600.00", "120.00", "720.00")) == 480
    assert world.one("select state from credit_holds") == "held"
    await erp.write(f"{API}/orders/{number}/amendments", lowered(("SKU-1", 7)))
    assert held(world) == 120
    assert await push({"external_id": f"F-{number}", "op": "delete"}) == 840
    assert await push(invoice(number, "2000.00", "400.00", "2400.00")) == 0
    await erp.write(f"{API}/orders/{number}/amendments", lowered(("SKU-1", 0)))
    assert await push({"external_id": f"F-{number}", "op": "delete"}) == 0
    assert world.one("select balance from accounts where id = %s", world.dealers["D-1"].account_id) == 0


async def test_one_key_twenty_times_is_one_amendment(buyer: Client, erp: Client, world: World) -> None:
    number = await ordered(buyer, world, ("SKU-1", 10))
    key = str(uuid4())

    answers = await asyncio.gather(
        *(erp.write(f"{API}/orders/{number}/amendments", lowered(("SKU-1", 6)), key=key) for _ in range(20))
    )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert world.one("select count(*) from order_amendments") == 1
    assert (held(world), reserved(world)) == (720, 6)


async def test_amending_shipping_invoicing_and_cancelling_at_once_leave_books_that_add_up(
    buyer: Client, erp: Client, world: World
) -> None:
    for turn in range(4):
        number = await ordered(buyer, world, ("SKU-1", 10), ("SKU-2", 4))
        place = f"{API}/orders/{number}"
        parcel = {"status": "shipped", "lines": [{"line_number": 1, "quantity": 4}]}
        others = [buyer.write(f"/api/v1/orders/{number}/cancellation", {"reason": "No."})] if turn % 2 else []

        answers = await asyncio.gather(
            erp.write(f"{place}/amendments", lowered(("SKU-1", 6), ("SKU-2", 1))),
            erp.write(f"{place}/status-changes", parcel),
            erp.post(f"{API}/invoices", json={"items": [invoice(number, "300.00", "60.00", "360.00")]}),
            erp.write(f"{place}/amendments", lowered(("SKU-2", 3))),
            *others,
        )

        assert {answer.status_code for answer in answers} <= {200, 409, 422}, [one.text for one in answers]
    assert held(world) == world.one(STILL_TO_INVOICE)
    reserved(world)
    short = "select count(*) from order_lines where shipped_quantity + cancelled_quantity > quantity"
    assert world.one(short) == 0


async def test_whatever_happens_to_orders_stock_credit_and_lines_add_up(
    buyer: Client, erp: Client, world: World
) -> None:
    chance = Random(20261121)
    for _ in range(4):
        number = await ordered(buyer, world, ("SKU-1", 10), ("SKU-2", 6))
        place = f"{API}/orders/{number}"
        for _ in range(8):
            sku, pieces = chance.choice(("SKU-1", "SKU-2")), chance.randint(0, 9)
            line = {"line_number": chance.randint(1, 2), "quantity": max(1, pieces // 2)}
            net = 100 * chance.randint(1, 16)
            billed = invoice(number, f"{net}.00", f"{net // 5}.00", f"{net + net // 5}.00")
            happens = [
                (f"{place}/amendments", lowered((sku, pieces))),
                (f"{place}/amendments", lowered((sku, pieces))),
                (f"{place}/status-changes", {"status": "shipped", "lines": [line]}),
                (f"{place}/status-changes", {"status": "shipped", "lines": [line]}),
                (f"{API}/invoices", {"items": [billed]}),
                (f"{API}/invoices", {"items": [{"external_id": f"F-{number}", "op": "delete"}]}),
                (f"{place}/amendments", {"close_short": True, "reason": "No more of it."}),
                (f"{place}/status-changes", {"status": chance.choice(("delivered", "cancelled"))}),
            ]
            path, body = chance.choice(happens)

            answer = await erp.write(path, body)

            assert answer.status_code in {200, 409, 422}, answer.text
            assert held(world) == world.one(STILL_TO_INVOICE), (path, body)
            reserved(world)
    gone = "select sum(quantity) from stock_movements where kind = 'shipment'"
    assert -(world.one(gone) or 0) == world.one("select sum(shipped_quantity) from order_lines")

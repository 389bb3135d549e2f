"""What the ERP reports of an order's way, and what is free again or gone from the shelves after it."""

import asyncio
from typing import Any

import pytest

from tests.integration.clients import Client, lira
from tests.integration.world import World

API = "/api/integration/v1"


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


async def test_a_shipment_of_several_lines_leaves_the_shelves_line_by_line(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 3), ("SKU-2", 2))

    answer = await erp.write(f"{API}/orders/{number}/status-changes", {"status": "shipped"})

    assert (answer.status_code, answer.json()["status"]) == (200, "shipped"), answer.text
    assert world.one("select sum(reserved) from stock_levels") == 0
    assert world.one("select sum(on_hand) from stock_levels") == 3 * 100_000 - 5
    assert world.one("select sum(quantity) from stock_movements where kind = 'shipment'") == -5


async def test_the_rest_of_a_partial_shipment_stays_set_aside(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 3), ("SKU-2", 2))
    parcel = {"status": "shipped", "lines": [{"line_number": 1, "quantity": 2}]}

    answer = await erp.write(f"{API}/orders/{number}/status-changes", parcel)
    too_many = await erp.write(f"{API}/orders/{number}/status-changes", parcel)

    assert answer.json()["status"] == "partially_shipped", answer.text
    assert (too_many.status_code, too_many.json()["code"]) == (409, "order.shipped_beyond_ordered")
    assert world.one("select sum(reserved) from stock_levels") == 3


async def test_a_completed_order_holds_no_credit_that_its_invoice_left(
    buyer: Client, erp: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 1))
    await erp.post(f"{API}/invoices", json={"items": [invoice(number, "99.99", "20.00", "119.99")]})
    for status in ("shipped", "delivered"):
        await erp.write(f"{API}/orders/{number}/status-changes", {"status": status})
    assert world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id) > 0

    answer = await erp.write(f"{API}/orders/{number}/status-changes", {"status": "completed"})

    assert (answer.status_code, answer.json()["status"]) == (200, "completed"), answer.text
    assert world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id) == 0
    assert world.one("select state from credit_holds") == "released"


async def test_cancelling_while_the_invoice_arrives_ends_both_and_strands_no_credit(
    buyer: Client, erp: Client, world: World
) -> None:
    for _ in range(4):
        number = await ordered(buyer, world, ("SKU-1", 1))
        pushed = erp.post(f"{API}/invoices", json={"items": [invoice(number, "100.00", "20.00", "120.00")]})
        cancelled = buyer.write(f"/api/v1/orders/{number}/cancellation", {})

        answers = await asyncio.gather(pushed, cancelled)

        assert [answer.status_code for answer in answers] == [200, 200], [one.text for one in answers]
        assert answers[0].json()["created"] == 1
    assert world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id) == 0
    assert world.one("select count(*) from credit_holds where state = 'held'") == 0


async def test_a_cancellation_that_waits_for_the_account_does_not_keep_an_invoice_from_its_order(
    buyer: Client, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 1))
    connection = world.builder.connection
    with connection.transaction():
        connection.execute("select from accounts where id = %s for update", [world.dealers["D-1"].account_id])
        cancelling = asyncio.create_task(buyer.write(f"/api/v1/orders/{number}/cancellation", {}))
        for _ in range(500):
            if world.one("select count(*) from pg_locks where not granted"):
                break
            await asyncio.sleep(0.02)

        # What inserting a row that refers to the order asks for.
        connection.execute("select from orders where number = %s for key share nowait", [number])

    assert (await cancelling).status_code == 200

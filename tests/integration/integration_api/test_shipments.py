"""What the ERP ships moves orders along, empties shelves, and is seen by whoever ordered."""

import asyncio
from typing import Any

import pytest

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


async def ordered(buyer: Client, world: World, *lines: tuple[str, int]) -> str:
    answer = await buyer.write("/api/v1/orders", world.order_body("D-1", *lines))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


async def seen(buyer: Client, number: str) -> Any:
    return (await buyer.get(f"/api/v1/orders/{number}")).json()


def shipment(name: str, number: str, *lines: tuple[str, int], **more: Any) -> dict[str, Any]:
    carried = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    return {"external_id": name, "order_number": number, "lines": carried, **more}


async def test_partial_shipments_with_serials_move_the_order_until_all_has_arrived(
    buyer: Client, erp: Erp, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 3), ("SKU-2", 1))
    first = shipment("IRS-1", number, dispatch_number="IRS-1", carrier="Kargo", tracking_number="310")
    first["lines"] = [{"sku": "SKU-1", "quantity": 2, "serials": ["A1", "A2"]}]

    answer = await erp.push("shipments", first)
    partly = await seen(buyer, number)
    await erp.push("shipments", shipment("IRS-2", number, ("SKU-1", 1), ("SKU-2", 1)))
    await erp.push("shipments", {"external_id": "IRS-1", "delivered_at": "2026-11-22T10:00:00Z"})
    shipped = await seen(buyer, number)
    await erp.push("shipments", {"external_id": "IRS-2", "delivered_at": "2026-11-22T11:00:00Z"})
    arrived = await seen(buyer, number)

    assert (answer["created"], answer["failed"]) == (1, 0), answer
    assert partly["order"]["status"] == "partially_shipped"
    assert partly["shipments"][0]["lines"] == [
        {
            "line_number": 1,
            "sku": "SKU-1",
            "name": partly["order"]["lines"][0]["name"],
            "quantity": 2,
            "serials": ["A1", "A2"],
        }
    ]
    assert [shipped["order"]["status"], arrived["order"]["status"]] == ["shipped", "delivered"]
    assert world.one("select sum(reserved) from stock_levels") == 0
    assert world.one("select sum(on_hand) from stock_levels") == 3 * 100_000 - 4
    assert world.one("select count(*) from outbox where type = 'order.status_changed'") == 4
    assert world.one("select count(*) from audit_log where action = 'order.shipped'") == 2


async def test_the_same_shipment_again_ships_nothing_again(buyer: Client, erp: Erp, world: World) -> None:
    number = await ordered(buyer, world, ("SKU-1", 3))
    parcel = shipment("IRS-1", number, ("SKU-1", 1), source_version=2, carrier="Kargo")

    fates = [
        (await erp.one("shipments", **item))["outcome"]
        for item in (
            parcel,
            parcel,
            parcel | {"carrier": None, "source_version": 3},
            parcel | {"carrier": "Eski", "source_version": 1},
        )
    ]

    assert fates == ["created", "unchanged", "updated", "stale"]
    assert world.one("select shipped_quantity from order_lines") == 1
    assert world.one("select carrier from shipments") is None


async def test_a_refused_shipment_leaves_its_order_and_its_neighbours_alone(
    buyer: Client, erp: Erp, world: World
) -> None:
    number = await ordered(buyer, world, ("SKU-1", 3))
    good = shipment("good", number, ("SKU-1", 1))
    serials = shipment("serials", number)
    serials["lines"] = [{"sku": "SKU-1", "quantity": 2, "serials": ["A1"]}]

    answer = await erp.push(
        "shipments",
        shipment("much", number, ("SKU-1", 4)),
        shipment("strange", number, ("SKU-2", 1)),
        shipment("twice", number, ("SKU-1", 1), ("SKU-1", 1)),
        shipment("nowhere", "ORD-20260101-00000001", ("SKU-1", 1)),
        {"external_id": "empty", "order_number": number},
        serials,
        good,
    )
    changed = await erp.one("shipments", **(good | {"lines": [{"sku": "SKU-1", "quantity": 2}]}))
    deleted = await erp.one("shipments", external_id="good", op="delete")

    codes = {result["external_id"]: result["code"] for result in answer["results"]}
    assert codes == {
        "much": "order.shipped_beyond_ordered",
        "strange": "order.unknown_line",
        "twice": "order.line_twice",
        "nowhere": "order.not_found",
        "empty": "value.required",
        "serials": "shipment.serials_differ",
    }
    assert [changed["code"], deleted["code"]] == ["shipment.immutable", "shipment.immutable"]
    assert (await seen(buyer, number))["order"]["status"] == "partially_shipped"
    assert world.one("select shipped_quantity from order_lines") == 1


async def test_a_rehearsed_shipment_ships_nothing(buyer: Client, erp: Erp, world: World) -> None:
    number = await ordered(buyer, world, ("SKU-1", 3))

    answer = await erp.push("shipments", shipment("IRS-1", number, ("SKU-1", 3)), dry_run=True)

    assert answer["created"] == 1
    assert (await seen(buyer, number))["order"]["status"] == "approved"
    assert world.one("select count(*) from shipments") == 0


async def test_one_shipment_sent_many_times_at_once_is_one(buyer: Client, erp: Erp, world: World) -> None:
    """Against cancellations of other orders, which lock what shipments lock."""
    numbers = [await ordered(buyer, world, ("SKU-1", 2), ("SKU-2", 2)) for _ in range(4)]
    parcels = [shipment(f"IRS-{number}", number, ("SKU-1", 1), ("SKU-2", 1)) for number in numbers[:2]]
    cancelling = [buyer.write(f"/api/v1/orders/{number}/cancellation", {}) for number in numbers[2:]]

    answers = await asyncio.gather(*(erp.push("shipments", *parcels) for _ in range(8)), *cancelling)

    pushed = answers[:8]
    assert sum(answer["created"] for answer in pushed) == 2
    assert sum(answer["unchanged"] for answer in pushed) == 14
    assert [answer.status_code for answer in answers[8:]] == [200, 200]
    assert world.one("select sum(shipped_quantity) from order_lines") == 4
    assert world.one("select sum(reserved) from stock_levels") == 4

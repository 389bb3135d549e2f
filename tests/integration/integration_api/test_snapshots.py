"""A snapshot deletes what it does not hold, all of it or nothing, and only in what it covers."""

from typing import Any

import pytest

from b2b.infrastructure.config import Settings
from tests.integration.integration_api.pushing import PATH, Erp, price, product
from tests.integration.integration_api.working import job_of, push_later, work
from tests.integration.world import World

SNAPSHOT = "?mode=snapshot"


@pytest.fixture
async def prices(erp: Erp) -> list[dict[str, Any]]:
    """Forty list prices and one of a tier, pushed before."""
    await erp.push("products", product("A-1"))
    await erp.push("tiers", {"external_id": "T-1", "code": "T", "name": "T"})
    found = [price(f"L-{n}", "A-1", min_quantity=n) for n in range(1, 41)]
    await erp.push("prices", *found, price("T-1", "A-1", level="tier", tier="T"))
    return found


def live(world: World) -> set[str]:
    rows = world.builder.connection.execute(
        "select external_id from prices where not is_deleted and external_id is not null"
    )
    return {row[0] for row in rows}


async def test_prices_that_are_not_in_the_snapshot_vanish_from_its_level(
    erp: Erp, world: World, prices: list[dict[str, Any]]
) -> None:
    rehearsal = await erp.lines("prices", prices[:-2], f"{SNAPSHOT}&dry_run=true")
    before = live(world)

    answer = await erp.lines("prices", prices[:-2], SNAPSHOT)

    assert rehearsal["vanishing"] == {
        "live": 40,
        "vanishing": 2,
        "percent_max": 5,
        "allowed": True,
        "names": ["L-39", "L-40"],
    }
    assert len(before) == 41
    assert (answer["vanished"], answer["unchanged"], answer["received"]) == (2, 38, 38)
    assert live(world) == {found["external_id"] for found in prices[:-2]} | {"T-1"}
    assert world.one("select count(*) from price_changes where new_unit_price is null") == 2
    assert world.one("select count(*) from push_seen") == 0


async def test_too_much_does_not_vanish_and_the_numbers_are_said(
    erp: Erp, world: World, prices: list[dict[str, Any]]
) -> None:
    body = {"mode": "snapshot", "items": [prices[0] | {"unit_price": "11.00"}]}
    answer = await erp.client.post(f"{PATH}/prices", json=body)

    problem = answer.json()
    receipt = (await erp.client.get(f"{PATH}/receipts?status=failed")).json()["items"][0]
    assert (answer.status_code, problem["code"]) == (409, "snapshot.vanishes_too_much")
    assert problem["facts"] == {"vanishing": "39", "live": "40", "percent_max": "5"}
    assert receipt["failure_facts"] == problem["facts"]
    assert (receipt["updated"], receipt["vanished"], len(live(world))) == (1, 0, 41)


async def test_what_was_refused_was_held_and_what_has_no_key_keeps_everything(
    erp: Erp, world: World, prices: list[dict[str, Any]]
) -> None:
    wrong = prices[0] | {"currency": "?"}

    kept = await erp.lines("prices", [wrong, *prices[1:]], SNAPSHOT)
    body = {"mode": "snapshot", "items": [{"sku": "A-1"}, *prices[:-1]]}
    unnamed = await erp.client.post(f"{PATH}/prices", json=body)

    assert (kept["failed"], kept["vanished"], len(live(world))) == (1, 0, 41)
    assert (unnamed.status_code, unnamed.json()["code"]) == (409, "snapshot.items_unnamed")
    assert len(live(world)) == 41


async def test_a_snapshot_written_later_leaves_what_came_after_it(
    erp: Erp, world: World, settings: Settings, prices: list[dict[str, Any]]
) -> None:
    job = await push_later(erp, "prices", prices[:-1], SNAPSHOT)
    await erp.push("prices", price("L-99", "A-1", min_quantity=99))

    await work(settings, world)

    done = await job_of(erp, job)
    assert (done["state"], done["vanished"], done["unchanged"]) == ("finished", 1, 39)
    assert live(world) == {found["external_id"] for found in prices[:-1]} | {"T-1", "L-99"}


async def test_products_vanish_from_the_search_and_stock_from_its_warehouse(erp: Erp, world: World) -> None:
    world.builder.connection.execute(
        "insert into settings (tenant_id, id, name, value) values"
        " (%s, gen_random_uuid(), 'integration.snapshot_vanishing_percent', '50')",
        [world.tenant_id],
    )
    await erp.push("products", product("A-1"), product("A-2"))
    await erp.push("warehouses", {"external_id": "W-2", "code": "ANK", "name": "Ankara"})
    counts = [
        {"sku": sku, "warehouse": place, "on_hand": 5} for sku in ("A-1", "A-2") for place in ("IST", "ANK")
    ]
    await erp.push("stock", *counts)

    stock = await erp.lines("stock", [counts[1] | {"warehouse": "W-2"}], SNAPSHOT)
    products = await erp.lines("products", [product("A-1")], SNAPSHOT)

    levels = world.builder.connection.execute(
        "select p.sku, w.code from stock_levels l join products p on p.id = l.product_id"
        " join warehouses w on w.id = l.warehouse_id where l.on_hand <> 0 and p.sku like 'A-%%'"
        " order by 1, 2"
    ).fetchall()
    assert (stock["vanished"], products["vanished"]) == (1, 1)
    assert levels == [("A-1", "ANK"), ("A-1", "IST"), ("A-2", "IST")]
    assert world.one("select is_listed from product_search where sku_folded = 'a2'") is False


async def test_not_everything_has_snapshots(erp: Erp) -> None:
    answer = await erp.client.post(f"{PATH}/customers", json={"mode": "snapshot", "items": []})

    assert (answer.status_code, answer.json()["code"]) == (422, "snapshot.not_offered")

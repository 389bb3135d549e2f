"""Whose word counts: what the portal keeps is refused, what people changed here is not overwritten."""

import asyncio
from typing import Any

import pytest

from tests.integration.clients import Client, lira
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World

CONFLICTS = "/api/v1/conflicts"


@pytest.fixture
def finance(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["finance_manager"].token)


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


def limit(amount: str, **more: Any) -> dict[str, Any]:
    return {"external_id": "erp-D-1", "credit_limit": lira(amount), **more}


def stored(world: World) -> str:
    account = world.dealers["D-1"].account_id
    return str(world.one("select credit_limit::numeric(20, 2) from accounts where id = %s", account))


async def set_limit(finance: Client, amount: str) -> None:
    body = {"limit": lira(amount), "reason": "Bayi büyüdü."}
    answer = await finance.put("/api/v1/customers/D-1/credit-limit", json=body)
    assert answer.is_success, answer.text


async def open_conflicts(finance: Client) -> list[Any]:
    answer = await finance.get(CONFLICTS)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


async def test_a_field_of_the_portals_is_refused_with_its_code(erp: Erp, world: World) -> None:
    customer = await erp.one("customers", **limit("5.00"), approval_mode="never")
    stock = await erp.one("stock", sku="SKU-1", warehouse="IST", on_hand=4, reserved=2)
    unknown = await erp.one("customers", **limit("5.00"), shoe_size=43)

    assert (customer["code"], customer["pointer"]) == ("field.portal_owned", "/approval_mode")
    assert (stock["code"], stock["pointer"]) == ("field.portal_owned", "/reserved")
    assert unknown["code"] != "field.portal_owned"
    assert stored(world) == "1000000.00"


async def test_what_finance_set_is_offered_and_not_overwritten(
    erp: Erp, finance: Client, world: World
) -> None:
    await set_limit(finance, "2000.00")

    pushed = await erp.push("customers", limit("1500.00"))
    (conflict,) = await open_conflicts(finance)
    kept = stored(world)
    accepted = await finance.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {}, key="one-decision")
    again = await finance.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {}, key="one-decision")
    late = await finance.write(f"{CONFLICTS}/{conflict['id']}/rejection", {})

    assert pushed["failed"] == 0
    assert (conflict["field"], conflict["local_value"], conflict["erp_value"], kept) == (
        "credit_limit",
        "2000.00",
        "1500.00",
        "2000.00",
    )
    assert [accepted.status_code, again.status_code, late.status_code] == [200, 200, 404], accepted.text
    assert stored(world) == "1500.00"
    assert world.one("select count(*) from audit_log where action = 'conflict.accepted'") == 1
    assert world.one("select count(*) from audit_log where action = 'credit_limit.changed'") == 2
    await erp.push("customers", limit("1600.00"))
    assert stored(world) == "1600.00"


async def test_a_rejected_word_of_the_erps_is_not_heard_again_but_another_is(
    erp: Erp, finance: Client, world: World
) -> None:
    await set_limit(finance, "2000.00")
    await erp.push("customers", limit("1500.00"))
    (conflict,) = await open_conflicts(finance)
    await finance.write(f"{CONFLICTS}/{conflict['id']}/rejection", {})

    same = await erp.one("customers", **limit("1500.00"))
    silent = await open_conflicts(finance)
    await erp.push("customers", limit("1700.00"))
    (other,) = await open_conflicts(finance)
    await erp.push("customers", limit("2000.00"))

    assert (same["outcome"], silent, other["erp_value"]) == ("unchanged", [], "1700.00")
    assert await open_conflicts(finance) == []
    assert stored(world) == "2000.00"
    assert world.one("select count(*) from local_changes") == 0


async def test_a_dealer_whom_staff_suspended_stays_out_until_the_erps_word_is_taken(
    erp: Erp, admin: Client, finance: Client, world: World
) -> None:
    shown = await admin.get("/api/v1/customers/D-1")
    suspended = await admin.patch(
        "/api/v1/customers/D-1",
        json={"status": "suspended", "reason": "Ödeme yok."},
        headers={"If-Match": shown.headers["ETag"]},
    )
    assert suspended.status_code == 200, suspended.text

    pushed = await erp.one("customers", external_id="erp-D-1", status="active")
    untouched = await erp.one("customers", external_id="erp-D-1", title="Yeni Unvan")
    (conflict,) = await open_conflicts(admin)
    status = world.one("select status from customers where code = 'D-1'")
    forbidden = await finance.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {})
    accepted = await admin.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {})

    assert (pushed["outcome"], untouched["outcome"], status) == ("unchanged", "updated", "suspended")
    assert [forbidden.status_code, accepted.status_code] == [403, 200], accepted.text
    assert world.one("select status from customers where code = 'D-1'") == "active"


async def test_pushes_and_decisions_at_once_leave_one_of_both_values(
    erp: Erp, finance: Client, world: World
) -> None:
    await set_limit(finance, "2000.00")
    await erp.push("customers", limit("1500.00"))
    (conflict,) = await open_conflicts(finance)
    pushes = [erp.push("customers", limit("1500.00")) for _ in range(4)]
    decisions = [finance.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {}) for _ in range(4)]

    answers = await asyncio.gather(*decisions, *pushes)

    codes = sorted(answer.status_code for answer in answers[:4])
    assert codes == [200, 404, 404, 404]
    assert stored(world) == "1500.00"
    assert world.one("select count(*) from local_changes") == 0

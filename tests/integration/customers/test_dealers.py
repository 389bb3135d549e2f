"""Staff and the dealers they look after."""

from typing import Any

import pytest

from tests.integration.clients import Client
from tests.integration.world import World

CUSTOMERS = "/api/v1/customers"


@pytest.fixture
def staff(world: World, portal: Client) -> Client:
    return portal.as_user(world.staff["sales_manager"].token)


async def change(client: Client, code: str, version: int, **body: Any) -> Any:
    return await client.patch(f"{CUSTOMERS}/{code}", json=body, headers={"If-Match": f'"{version}"'})


async def test_dealers_are_found_by_title_code_status_and_tier(world: World, staff: Client) -> None:
    tier = world.builder.tier("B")
    world.builder.customer("IST-7", title="Işık Bilişim Ltd.", tier=tier)

    for query in ({"q": "isik"}, {"q": "IŞIK bil"}, {"q": "ist-7"}, {"tier": "B"}):
        items = (await staff.get(CUSTOMERS, params=query)).json()["items"]
        assert [row["code"] for row in items] == ["IST-7"], query
    suspended = (await staff.get(CUSTOMERS, params={"status": "suspended"})).json()
    assert suspended == {"items": [], "next_cursor": None}
    assert (await staff.get(CUSTOMERS, params={"q": "%_"})).json()["items"] == []


async def test_a_walk_meets_every_dealer_once_while_others_join(world: World, staff: Client) -> None:
    codes = {f"W-{number}" for number in range(9)}
    for code in sorted(codes):
        world.builder.customer(code, title="Aynı Ünvan")

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while len(seen) < 100:
        page = (await staff.get(CUSTOMERS, params={"limit": 2, **cursor})).json()
        seen += [row["code"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
        world.builder.customer(f"N-{len(seen)}", title="Aynı Ünvan")

    assert sorted(code for code in seen if code in codes) == sorted(codes)
    assert len(seen) == len(set(seen))


async def test_a_dealer_shows_its_account_and_hides_a_persons_tax_number(world: World, staff: Client) -> None:
    world.builder.connection.execute(
        "update customers set tax_number = '10000000146' where code = 'D-1' and tenant_id = %s",
        [world.tenant_id],
    )

    shown = await staff.get(f"{CUSTOMERS}/D-1")

    assert shown.headers["ETag"] == '"1"'
    assert shown.json()["tax_number"] == "100******46"
    assert shown.json()["available_credit"] == {"amount": "1000000.00", "currency": "TRY"}
    assert (await staff.get(f"{CUSTOMERS}/NOPE")).status_code == 404


async def test_a_suspended_dealers_people_are_out_at_once_and_come_back_by_signing_in(
    world: World, portal: Client, staff: Client
) -> None:
    dealer = portal.as_user(world.dealers["D-1"].token())
    assert (await dealer.get("/api/v1/products")).status_code == 200

    suspended = await change(staff, "D-1", 1, status="suspended", reason="Geciken ödeme")

    assert (suspended.status_code, suspended.json()["status"]) == (200, "suspended")
    assert (await dealer.get("/api/v1/products")).status_code == 401
    others = portal.as_user(world.dealers["D-2"].token())
    assert (await others.get("/api/v1/products")).status_code == 200
    live = "select count(*) from sessions where customer_id = %s and revoked_at is null"
    assert world.one(live, world.dealers["D-1"].id) == 0
    assert (await change(staff, "D-1", 2, status="active", reason="Ödedi")).json()["status"] == "active"


async def test_a_change_is_on_record_with_its_reason(world: World, staff: Client) -> None:
    answer = await change(staff, "D-1", 1, status="suspended", reason="Geciken ödeme", approval_mode="always")

    assert answer.json()["approval_mode"] == "always"
    after = world.one("select after from audit_log where action = 'customer.changed' and entity_id = 'D-1'")
    assert after == {
        "status": "suspended",
        "approval_mode": "always",
        "partial_approval_allowed": True,
        "reason": "Geciken ödeme",
    }


async def test_a_refused_change_leaves_the_dealer_as_it_was(world: World, staff: Client) -> None:
    refusals = (
        ({"status": "active", "reason": "x"}, 409, "customer.step_refused"),
        ({"status": "suspended"}, 422, "request.invalid"),
        ({"status": "gone", "reason": "x"}, 422, "request.invalid"),
        ({"credit_limit": "1"}, 422, "request.invalid"),
    )
    for body, status, code in refusals:
        answer = await change(staff, "D-1", 1, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), body
    stale = await change(staff, "D-1", 7, approval_mode="never")
    unsaid = await staff.patch(f"{CUSTOMERS}/D-1", json={"approval_mode": "never"})

    assert (stale.status_code, unsaid.status_code) == (412, 428)
    assert (await staff.get(f"{CUSTOMERS}/D-1")).json()["version"] == 1


async def test_only_those_who_may_look_after_dealers(world: World, portal: Client) -> None:
    dealer = portal.as_user(world.dealers["D-1"].token("owner"))
    service = portal.as_user(world.staff["customer_service"].token)

    assert (await dealer.get(CUSTOMERS)).status_code == 403
    assert (await dealer.get(f"{CUSTOMERS}/D-1")).status_code == 403
    assert (await change(service, "D-1", 1, status="closed", reason="x")).status_code == 403

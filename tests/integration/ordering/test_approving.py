from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.integration.clients import Client
from tests.integration.world import World

ABOVE_1000 = {"code": "amount_above", "amount": {"amount": "1000.00", "currency": {"code": "TRY"}}}


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


@pytest.fixture
def finance(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["finance_manager"].token)


async def waiting(client: Client) -> dict[str, Any]:
    found = (await client.get("/api/v1/approvals?state=waiting")).json()["items"]
    return dict(found[0])


async def test_an_order_above_the_amount_waits_and_finance_approves_it(
    buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    placed = (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))).json()
    assert (placed["status"], placed["approval"]["reasons"]) == ("pending_approval", ["amount_above"])

    row = await waiting(finance)
    answer = await finance.write(f"/api/v1/approvals/{row['id']}/approval", {"note": "Uygun"})

    assert answer.json()["order_status"] == "approved", answer.text
    assert row["facts"]["credit_used_after"] == {"amount": "1200.00", "currency": "TRY"}
    assert world.one("select expires_at is null from credit_holds")
    assert (await finance.get("/api/v1/approvals?state=decided")).json()["items"][0]["id"] == row["id"]


async def test_a_rejection_says_why_and_frees_everything(
    buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    placed = (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))).json()
    row = await waiting(finance)

    silent = await finance.write(f"/api/v1/approvals/{row['id']}/rejection", {"reason": "  "})
    answer = await finance.write(f"/api/v1/approvals/{row['id']}/rejection", {"reason": "Vadesi geçmiş borç"})

    assert silent.status_code == 422
    assert answer.json()["order_status"] == "rejected"
    view = (await buyer.get(f"/api/v1/orders/{placed['number']}")).json()
    assert view["history"][-1]["reason"] == "Vadesi geçmiş borç"
    assert world.one("select held from accounts where customer_id = %s", world.dealers["D-1"].id) == 0
    assert world.one("select sum(reserved) from stock_levels") == 0


async def test_an_approver_may_cut_lines_and_the_difference_is_free(
    buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    body = world.order_body("D-1", ("SKU-1", 10), ("SKU-2", 5))
    number = (await buyer.write("/api/v1/orders", body)).json()["number"]
    row = await waiting(finance)

    cut = {"lines": [{"line_number": 1, "quantity": 4}, {"line_number": 2, "quantity": 0}]}
    answer = await finance.write(f"/api/v1/approvals/{row['id']}/approval", cut)

    assert answer.json()["order_status"] == "partially_approved", answer.text
    order = (await buyer.get(f"/api/v1/orders/{number}")).json()["order"]
    assert order["totals"]["gross"]["amount"] == "480.00"
    assert world.one("select held from accounts where customer_id = %s", world.dealers["D-1"].id) == 480
    assert world.one("select sum(reserved) from stock_levels") == 4


async def test_a_line_is_cut_once(buyer: Client, finance: Client, world: World) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))
    row = await waiting(finance)

    twice = {"lines": [{"line_number": 1, "quantity": 4}, {"line_number": 1, "quantity": 5}]}
    answer = await finance.write(f"/api/v1/approvals/{row['id']}/approval", twice)

    assert (answer.status_code, answer.json()["code"]) == (422, "order.line_twice")


async def test_steps_are_taken_one_after_the_other(portal: Client, buyer: Client, world: World) -> None:
    world.add_rule("Both", [ABOVE_1000], roles=["sales_manager"], priority=200)
    world.add_rule("Money", [ABOVE_1000], roles=["finance_manager"])
    await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))
    sales = portal.as_user(world.staff["sales_manager"].token)
    finance = portal.as_user(world.staff["finance_manager"].token)
    row = await waiting(finance)
    path = f"/api/v1/approvals/{row['id']}/approval"

    too_early = await finance.write(path, {})
    first = await sales.write(path, {})
    last = await finance.write(path, {})

    assert (too_early.status_code, too_early.json()["code"]) == (403, "approval.no_part")
    assert (first.json()["state"], last.json()["state"]) == ("waiting", "approved")


async def test_a_dealers_switch_overrules_the_rules(buyer: Client, world: World) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    change = "update customers set approval_mode = %s where code = 'D-1'"
    world.builder.connection.execute(change, ["never"])
    free = (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))).json()
    world.builder.connection.execute(change, ["always"])
    asked = (await buyer.write("/api/v1/orders", world.order_body())).json()

    assert (free["status"], asked["status"]) == ("approved", "pending_approval")


async def test_overdue_debt_asks_for_approval(buyer: Client, world: World) -> None:
    condition = {
        "code": "overdue_debt",
        "days": 30,
        "amount": {"amount": "0.00", "currency": {"code": "TRY"}},
    }
    world.add_rule("Overdue", [condition])
    before = (await buyer.write("/api/v1/orders", world.order_body())).json()["status"]
    dealer = world.dealers["D-1"]
    world.builder.insert(
        "journal_entries",
        customer_id=dealer.id,
        account_id=dealer.account_id,
        reference="x",
        kind="opening",
        document_number="A-1",
        document_date="2026-01-01",
        due_date="2026-02-01",
        currency="TRY",
        amount=500,
        occurred_at="2026-01-01",
    )
    after = (await buyer.write("/api/v1/orders", world.order_body())).json()

    assert (before, after["status"]) == ("approved", "pending_approval")
    assert after["approval"]["reasons"] == ["overdue_debt"]


async def test_the_first_orders_of_a_dealer_are_looked_at(buyer: Client, world: World) -> None:
    world.add_rule("New dealers", [{"code": "first_orders", "count": 2}])

    states = [(await buyer.write("/api/v1/orders", world.order_body())).json()["status"] for _ in range(3)]

    assert states == ["pending_approval", "pending_approval", "approved"]


async def test_a_rule_is_made_changed_and_removed_with_its_version(portal: Client, world: World) -> None:
    admin = portal.as_user(world.staff["super_admin"].token)
    rule = {
        "name": "Büyük siparişler",
        "priority": 10,
        "action": "require_approval",
        "conditions": [{"code": "amount_above", "amount": {"amount": "5.00", "currency": "TRY"}}],
        "steps": [{"roles": ["finance_manager"]}],
    }
    made = (await admin.post("/api/v1/approval-rules", json=rule)).json()
    path = f"/api/v1/approval-rules/{made['id']}"

    blind = await admin.put(path, json=rule)
    stale = await admin.put(path, json=rule, headers={"If-Match": '"7"'})
    changed = await admin.put(path, json=rule | {"priority": 20}, headers={"If-Match": '"1"'})
    nobody = await admin.post("/api/v1/approval-rules", json=rule | {"steps": [{"roles": ["nobody"]}]})
    removed = await admin.delete(path)

    assert (blind.status_code, stale.status_code) == (428, 412)
    assert (changed.json()["version"], changed.json()["priority"]) == (2, 20)
    assert (nobody.status_code, nobody.json()["code"]) == (422, "approval.step_without_approver")
    assert removed.status_code == 204
    assert (await admin.get("/api/v1/approval-rules")).json()["items"] == []


async def test_what_goes_beyond_the_credit_waits_for_finance_where_the_tenant_says_so(
    portal: Client, finance: Client, world: World
) -> None:
    world.builder.insert("settings", name="credit.ask_beyond_limit", value=Jsonb(True))  # noqa: FBT003
    dealer = world.add_dealer("D-3", credit_limit="100.00")
    buyer = portal.as_user(dealer.token())

    placed = (await buyer.write("/api/v1/orders", world.order_body("D-3"))).json()
    row = await waiting(finance)
    answer = await finance.write(f"/api/v1/approvals/{row['id']}/approval", {})

    assert (placed["status"], placed["approval"]["reasons"]) == ("pending_approval", ["credit_exceeded"])
    assert answer.json()["order_status"] == "approved"
    assert (await buyer.get("/api/v1/orders")).json()["items"][0]["status"] == "approved"
    assert world.one("select credit_limit - held from accounts where id = %s", dealer.account_id) == -20


async def test_a_suspended_dealers_order_is_rejected_or_waits_but_is_not_approved(
    buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))
    row = await waiting(finance)
    world.builder.connection.execute("update customers set status = 'suspended' where code = 'D-1'")

    refused = await finance.write(f"/api/v1/approvals/{row['id']}/approval", {})
    rejected = await finance.write(f"/api/v1/approvals/{row['id']}/rejection", {"reason": "Bayi kapalı"})

    assert (refused.status_code, refused.json()["code"]) == (409, "approval.dealer_stopped")
    assert rejected.status_code == 200


async def test_a_line_given_away_can_be_cut_and_frees_no_credit(
    buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    world.add_product("GIFT", price="0.00", on_hand=10)
    await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10), ("GIFT", 5)))
    row = await waiting(finance)

    cut = {"lines": [{"line_number": 2, "quantity": 0}]}
    answer = await finance.write(f"/api/v1/approvals/{row['id']}/approval", cut)

    assert answer.json()["order_status"] == "partially_approved", answer.text
    assert world.one("select held from accounts where customer_id = %s", world.dealers["D-1"].id) == 1200
    gift = world.products["GIFT"]
    assert world.one("select reserved from stock_levels where product_id = %s", gift) == 0


async def test_a_dealer_who_is_always_asked_about_is_told_so(
    buyer: Client, finance: Client, world: World
) -> None:
    connection = world.builder.connection
    connection.execute("update customers set approval_mode = 'always' where code = 'D-1'")

    placed = (await buyer.write("/api/v1/orders", world.order_body())).json()

    assert placed["approval"] == {"required": True, "reasons": ["dealer_always"]}, placed
    assert (await waiting(finance))["matched"][0]["reasons"] == ["dealer_always"]

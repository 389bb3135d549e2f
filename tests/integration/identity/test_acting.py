"""Staff at work for a dealer: what they see, may do and leave behind, and when it is over."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from b2b.infrastructure.security.tokens import JwtAccessTokens
from tests.integration.clients import Client
from tests.integration.identity.signing_in import LOGOUT, ME, problem, refresh
from tests.integration.walls.knocking import operations
from tests.integration.world import Person, World

API = "/api/v1"
ENDED = (401, "auth.session_ended")
FORBIDDEN = (403, "access.forbidden")
# What whoever only looks may ask for by other verbs than GET: prices, and what ends their own sessions.
HARMLESS = {"endActing", "signOut", "signIn", "refreshTokens", "quotePrices", "quoteCustomerPrices"}
OVER = {
    "the dealer is suspended": ("update customers set status = 'suspended' where code = 'D-1'", 403),
    "the dealer is closed": ("update customers set status = 'closed' where code = 'D-1'", 403),
    "the person is stopped": ("update users set is_active = false where email like 'sales_manager@%%'", 403),
    "the person's own session ends": (
        "update sessions set revoked_at = now() where begun_from is null and customer_id is null",
        401,
    ),
    "the day is over": ("update sessions set expires_at = now() where begun_from is not null", 401),
    "the rights changed": ("update users set access_version = access_version + 1", 401),
}


async def begin(portal: Client, person: Person, dealer: str = "D-1") -> dict[str, Any]:
    answer = await portal.as_user(person.token).post(f"{API}/customers/{dealer}/acting")
    assert answer.status_code == 201, answer.text
    pair: dict[str, Any] = answer.json()
    return pair


async def acting(portal: Client, world: World, dealer: str = "D-1", role: str = "sales_manager") -> Client:
    return portal.as_user((await begin(portal, world.staff[role], dealer))["access_token"])


async def order(client: Client, world: World, dealer: str = "D-1", **more: object) -> dict[str, Any]:
    answer = await client.write(f"{API}/orders", world.order_body(dealer, **more))
    assert answer.status_code == 201, answer.text
    placed: dict[str, Any] = answer.json()
    return placed


async def test_who_one_is_and_for_whom(portal: Client, world: World) -> None:
    client = await acting(portal, world)

    me = (await client.get(ME)).json()

    assert (me["kind"], me["email"]) == ("staff", "sales_manager@demo.example")
    assert (me["acting"], me["customer"]["code"]) == (True, "D-1")
    assert "orders.create" in me["permissions"]
    assert "orders.approve" not in me["permissions"]


async def test_one_sees_the_dealers_rows_and_nothing_of_another(portal: Client, world: World) -> None:
    for dealer in ("D-1", "D-2"):
        await order(portal.as_user(world.dealers[dealer].token()), world, dealer)
    client = await acting(portal, world)

    seen = (await client.get(f"{API}/orders")).json()["items"]
    foreign = world.one("select number from orders where customer_code = 'D-2'")

    assert {row["customer_code"] for row in seen} == {"D-1"}
    assert problem(await client.get(f"{API}/orders/{foreign}")) == (404, "order.not_found")
    assert problem(await client.get(f"{API}/customers/D-2/orders")) == (404, "customer.not_found")
    assert problem(await client.get(f"{API}/customers")) == FORBIDDEN


async def test_whoever_may_only_look_writes_nothing(portal: Client, world: World) -> None:
    client = await acting(portal, world, role="customer_service")
    values = {"customer_code": "D-1", "sku": "SKU-1", "number": "ORD-1", "name": "minimum_order_amount"}
    verdicts = {}

    for operation in operations(portal.app).values():
        if operation.method.upper() == "GET" or operation.id in HARMLESS:
            continue
        path = operation.path
        for part in [piece[1:-1] for piece in path.split("/") if piece.startswith("{")]:
            name = part.partition(":")[0]
            path = path.replace(f"{{{part}}}", values.get(name, str(uuid4())))
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"1"'}
        answer = await client.request(operation.method.upper(), path, headers=headers, json={})
        verdicts[operation.id] = answer.status_code

    # A body is read before anybody asks who sends it: what is malformed is refused for that.
    assert set(verdicts.values()) <= {400, 403, 404, 422}, verdicts
    assert (await client.get(f"{API}/orders")).status_code == 200
    assert problem(await client.delete(f"{API}/cart")) == FORBIDDEN
    assert problem(await client.write(f"{API}/orders", world.order_body())) == FORBIDDEN
    lines = {"lines": [{"sku": "SKU-1", "quantity": 1}]}
    assert problem(await client.post(f"{API}/cart/lines", json=lines)) == FORBIDDEN


async def test_ones_own_account_is_left_alone(portal: Client, world: World) -> None:
    client = await acting(portal, world)
    password = {"current_password": "Dogru-Parola-1", "new_password": "Baska-Parola-42"}
    own = world.staff["sales_manager"].session_id

    for answer in (
        await client.put(f"{ME}/password", json=password),
        await client.get(f"{API}/sessions"),
        await client.delete(f"{API}/sessions/{own}"),
    ):
        assert problem(answer) == (403, "acting.not_while_acting")


async def test_nobody_works_for_a_second_dealer_from_the_first(portal: Client, world: World) -> None:
    client = await acting(portal, world)

    assert problem(await client.post(f"{API}/customers/D-2/acting")) == FORBIDDEN


@pytest.mark.parametrize("role", ["finance_manager", "content_manager"])
async def test_nobody_begins_without_the_right(portal: Client, world: World, role: str) -> None:
    client = portal.as_user(world.staff[role].token)

    assert problem(await client.post(f"{API}/customers/D-1/acting")) == FORBIDDEN


async def test_a_dealers_people_work_for_nobody(portal: Client, world: World) -> None:
    client = portal.as_user(world.dealers["D-1"].token("owner"))

    assert problem(await client.post(f"{API}/customers/D-1/acting")) == FORBIDDEN


@pytest.mark.parametrize("status", ["suspended", "closed"])
async def test_a_stopped_dealer_is_refused(portal: Client, world: World, status: str) -> None:
    world.builder.connection.execute("update customers set status = %s where code = 'D-1'", [status])
    client = portal.as_user(world.staff["sales_manager"].token)

    answer = await client.post(f"{API}/customers/D-1/acting")

    assert problem(answer) == (409, "acting.dealer_not_active")
    assert world.one("select count(*) from sessions where begun_from is not null") == 0


async def test_another_tenants_dealer_is_not_found(portal: Client, world: World) -> None:
    client = portal.as_user(world.staff["sales_manager"].token)

    assert problem(await client.post(f"{API}/customers/X-1/acting")) == (404, "customer.not_found")


async def test_an_order_carries_both_identities(portal: Client, world: World) -> None:
    rep = world.staff["sales_manager"]
    world.builder.connection.execute("update users set full_name = 'Selin Satış' where id = %s", [rep.id])
    client = await acting(portal, world)

    number = (await order(client, world))["number"]
    seen = (await portal.as_user(world.dealers["D-1"].token()).get(f"{API}/orders/{number}")).json()

    assert (seen["placed_by"], seen["on_behalf_by"]) == (str(rep.id), str(rep.id))
    assert seen["on_behalf_by_name"] == "Selin Satış"
    assert seen["order"]["source"] == "on_behalf"
    assert {step["by"] for step in seen["history"]} == {str(rep.id)}
    assert world.one("select customer_id from orders where number = %s", number) == world.dealers["D-1"].id


async def test_another_dealer_does_not_learn_the_name(portal: Client, world: World) -> None:
    """The one who placed D-1's order cancels D-2's: there they are the distributor, without a name."""
    await order(await acting(portal, world), world)
    number = (await order(portal.as_user(world.dealers["D-2"].token()), world, "D-2"))["number"]
    staff = portal.as_user(world.staff["sales_manager"].token)
    assert (await staff.write(f"{API}/orders/{number}/cancellation", {"reason": "x"})).status_code < 300

    seen = (await portal.as_user(world.dealers["D-2"].token()).get(f"{API}/orders/{number}")).json()

    assert seen["history"][-1]["by"] == str(world.staff["sales_manager"].id)
    assert seen["history"][-1]["by_name"] is None


async def test_the_audit_trail_names_both(portal: Client, world: World) -> None:
    rep, dealer = world.staff["sales_manager"], world.dealers["D-1"]
    client = await acting(portal, world)

    await order(client, world)
    await client.delete(f"{API}/acting")
    rows = world.builder.connection.execute(
        "select action, actor_id, actor_kind, on_behalf_by, customer_id from audit_log order by at, id"
    ).fetchall()

    found = {row[0]: row[1:] for row in rows}
    assert found["acting.begun"] == (rep.id, "staff", None, dealer.id)
    assert found["order.placed"] == (rep.id, "staff", rep.id, dealer.id)
    assert found["acting.ended"] == (rep.id, "staff", rep.id, dealer.id)


async def test_nobody_approves_what_they_ordered_for_a_dealer(portal: Client, world: World) -> None:
    world.add_rule("All", [{"code": "first_orders", "count": 100}], roles=("sales_manager",))
    client = await acting(portal, world)

    placed = await order(client, world)
    approval = world.one("select id from approvals")
    staff = portal.as_user(world.staff["sales_manager"].token)
    answer = await staff.write(f"{API}/approvals/{approval}/approval", {"note": "x"})

    assert placed["status"] == "pending_approval"
    assert answer.status_code in {403, 409}, answer.text
    assert world.one("select state from approvals") == "waiting"


async def test_the_dealers_credit_holds_for_the_representative_too(portal: Client, world: World) -> None:
    dealer = world.add_dealer("D-3", credit_limit="50.00")
    client = await acting(portal, world, dealer.code)

    answer = await client.write(f"{API}/orders", world.order_body(dealer.code))

    assert answer.status_code == 409 or answer.json()["status"] == "pending_approval", answer.text


async def test_there_is_a_cart_with_each_dealer(portal: Client, world: World) -> None:
    first, second = await acting(portal, world, "D-1"), await acting(portal, world, "D-2")
    owner = portal.as_user(world.dealers["D-1"].token("owner"))
    lines = {"lines": [{"sku": "SKU-1", "quantity": 3}]}

    assert (await first.post(f"{API}/cart/lines", json=lines)).is_success

    assert [line["quantity"] for line in (await first.get(f"{API}/cart")).json()["lines"]] == [3]
    for other in (second, owner):
        assert (await other.get(f"{API}/cart")).json()["lines"] == []
    staff = portal.as_user(world.staff["sales_manager"].token)
    assert problem(await staff.delete(f"{API}/cart")) == (403, "access.dealers_only")


async def test_one_key_for_two_dealers_makes_two_orders(portal: Client, world: World) -> None:
    key, found = str(uuid4()), set()
    for dealer in ("D-1", "D-2"):
        client = await acting(portal, world, dealer)
        for _ in range(2):
            answer = await client.write(f"{API}/orders", world.order_body(dealer), key=key)
            found.add(answer.json()["number"])

    assert len(found) == 2


@pytest.mark.parametrize("why", OVER)
async def test_it_is_over_at_once(portal: Client, world: World, why: str) -> None:
    statement, status = OVER[why]
    client = await acting(portal, world)
    assert (await client.get(f"{API}/orders")).status_code == 200

    world.builder.connection.execute(statement)

    assert (await client.get(f"{API}/orders")).status_code == status


async def test_suspending_the_dealer_ends_the_session(portal: Client, world: World) -> None:
    client = await acting(portal, world)
    staff = portal.as_user(world.staff["sales_manager"].token)
    body = {"status": "suspended", "reason": "x"}
    answer = await staff.patch(f"{API}/customers/D-1", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text

    world.builder.connection.execute("update customers set status = 'active' where code = 'D-1'")

    assert problem(await client.get(f"{API}/orders")) == ENDED
    assert (await staff.get(f"{API}/orders")).status_code == 200


async def test_of_beginning_and_suspending_at_once_nothing_is_left_open(portal: Client, world: World) -> None:
    staff = portal.as_user(world.staff["sales_manager"].token)
    body = {"status": "suspended", "reason": "x"}
    beginnings = [staff.post(f"{API}/customers/D-1/acting") for _ in range(6)]

    answers = await asyncio.gather(
        *beginnings[:3],
        staff.patch(f"{API}/customers/D-1", json=body, headers={"If-Match": "*"}),
        *beginnings[3:],
    )

    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    live = "select count(*) from sessions where begun_from is not null and revoked_at is null"
    assert world.one(live) == 0


async def test_ending_it_leaves_the_person_signed_in(portal: Client, world: World) -> None:
    client = await acting(portal, world)

    assert (await client.delete(f"{API}/acting")).status_code == 204

    assert problem(await client.get(ME)) == ENDED
    staff = portal.as_user(world.staff["sales_manager"].token)
    assert (await staff.get(ME)).json()["acting"] is False
    assert problem(await staff.delete(f"{API}/acting")) == (403, "acting.not_acting")


async def test_signing_out_meanwhile_signs_the_person_out(portal: Client, world: World) -> None:
    client = await acting(portal, world)

    await client.post(LOGOUT)

    assert problem(await client.get(ME)) == ENDED
    assert problem(await portal.as_user(world.staff["sales_manager"].token).get(ME)) == ENDED


async def test_refreshing_goes_on_for_the_day_and_no_longer(portal: Client, world: World) -> None:
    pair = await begin(portal, world.staff["sales_manager"])
    until = world.one("select expires_at from sessions where begun_from is not null")

    answer = await refresh(portal, pair["refresh_token"])
    client = portal.as_user(answer.json()["access_token"])

    assert (await client.get(ME)).json()["acting"] is True
    assert world.one("select expires_at from sessions where begun_from is not null") == until
    assert until - datetime.now(UTC) < timedelta(hours=9)
    assert answer.json()["refresh_expires_in"] <= 8 * 3600


async def test_refreshing_without_the_right_is_refused(portal: Client, world: World) -> None:
    pair = await begin(portal, world.staff["sales_manager"])
    world.builder.connection.execute(
        "update user_roles set role_id = (select id from roles r where r.tenant_id = user_roles.tenant_id"
        " and r.code = 'content_manager') where user_id = %s",
        [world.staff["sales_manager"].id],
    )

    assert problem(await refresh(portal, pair["refresh_token"])) == (403, "acting.ended")


async def test_refreshing_at_a_suspended_dealers_is_refused(portal: Client, world: World) -> None:
    pair = await begin(portal, world.staff["sales_manager"])
    world.builder.connection.execute("update customers set status = 'suspended' where code = 'D-1'")

    assert problem(await refresh(portal, pair["refresh_token"])) == (403, "access.suspended")


async def test_a_token_says_that_it_is_of_acting(portal: Client, world: World) -> None:
    pair = await begin(portal, world.staff["sales_manager"])

    bearer = world.tokens.read(pair["access_token"])

    assert isinstance(world.tokens, JwtAccessTokens)
    assert bearer.acting
    assert bearer.customer_id == UUID(str(world.dealers["D-1"].id))
    assert bearer.user_id == world.staff["sales_manager"].id

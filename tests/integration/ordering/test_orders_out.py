"""Orders on their way into the ERP: which ones it has not said it has, and telling it once more."""

from uuid import uuid4

import pytest

from tests.integration.clients import Client
from tests.integration.world import World

API = "/api/integration/v1"


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


@pytest.fixture
def erp(integration: Client, world: World) -> Client:
    return integration.as_key(world.add_api_key())


async def ordered(buyer: Client, world: World) -> str:
    answer = await buyer.write("/api/v1/orders", world.order_body())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


async def waiting(erp: Client) -> list[str]:
    answer = await erp.get(f"{API}/orders?acknowledged=false")
    assert answer.status_code == 200, answer.text
    return [order["number"] for order in answer.json()["items"]]


async def test_what_the_erp_has_not_acknowledged_is_listed_until_it_does(
    buyer: Client, erp: Client, world: World
) -> None:
    first, second, third = [await ordered(buyer, world) for _ in range(3)]
    assert await waiting(erp) == [first, second, third]

    taken = await erp.post(f"{API}/orders/{first}/acknowledgement")
    again = await erp.post(f"{API}/orders/{first}/acknowledgement")
    await erp.put(f"{API}/orders/{second}/erp-reference", json={"order_number": "LG-1"})
    await buyer.write(f"/api/v1/orders/{third}/cancellation", {"reason": "No."})

    assert await waiting(erp) == []
    assert taken.status_code == again.status_code == 200, again.text
    assert taken.json()["acknowledged_at"] == again.json()["acknowledged_at"] is not None
    assert world.one("select count(*) from audit_log where action = 'order.acknowledged'") == 1
    seen = (await buyer.get(f"/api/v1/orders/{second}")).json()["order"]
    assert (seen["erp_order_number"], seen["acknowledged_at"] is not None) == ("LG-1", True)


async def test_an_order_told_again_is_one_new_event_marked_as_a_repeat(
    buyer: Client, admin: Client, world: World
) -> None:
    number = await ordered(buyer, world)
    key = str(uuid4())

    answers = [await admin.write(f"/api/v1/orders/{number}/re-send", {}, key=key) for _ in range(2)]
    refused = await buyer.write(f"/api/v1/orders/{number}/re-send", {})

    assert [answer.status_code for answer in (*answers, refused)] == [200, 200, 403]
    told = world.one(
        "select array_agg(type || ' ' || sequence || coalesce(' ' || (payload ->> 'repeat'), '')"
        " order by sequence) from outbox"
    )
    assert told == ["order.created 1", "order.approved 2", "order.approved 3 true"]
    same = "select count(distinct payload - 'sequence' - 'repeat') from outbox where sequence > 1"
    assert world.one(same) == 1
    assert (await buyer.get(f"/api/v1/orders/{number}")).json()["order"]["sequence"] == 3

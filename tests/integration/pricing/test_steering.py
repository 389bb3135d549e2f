"""Staff see what campaigns gave, and pause, resume and end them."""

from typing import Any

import pytest

from tests.integration.clients import Client, lira
from tests.integration.integration_api.pushing import Erp
from tests.integration.pricing.campaigns import campaign, run
from tests.integration.world import World


@pytest.fixture
def erp(integration: Client, world: World) -> Erp:
    return Erp(integration.as_key(world.add_api_key()))


@pytest.fixture
def content(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["content_manager"].token)


async def steer(client: Client, campaign_id: str, step: str) -> tuple[int, Any]:
    answer = await client.write(f"/api/v1/campaigns/{campaign_id}/{step}", {"reason": "Stok bitti"})
    body = answer.json()
    return answer.status_code, body.get("state") or body["code"]


async def test_a_content_manager_pauses_lets_go_on_and_ends_and_no_push_undoes_it(
    erp: Erp, content: Client, portal: Client, world: World
) -> None:
    await run(erp, campaign("K", discount_limit="15.00"))
    buyer = portal.as_user(world.dealers["D-1"].token())
    (row,) = (await content.get("/api/v1/campaigns?state=active")).json()["items"]

    assert await steer(content, row["id"], "resumption") == (409, "campaign.step_refused")
    assert await steer(content, row["id"], "pause") == (200, "paused")
    await run(erp, campaign("K", discount_limit="15.00", priority=3))
    placed = (await buyer.write("/api/v1/orders", world.order_body())).json()
    assert placed["totals"]["net"] == lira("100.00")
    assert await steer(content, row["id"], "resumption") == (200, "active")
    orders = [(await buyer.write("/api/v1/orders", world.order_body())).json() for _ in range(2)]
    assert [order["totals"]["net"] for order in orders] == [lira("90.00"), lira("95.00")]
    assert await steer(content, row["id"], "resumption") == (409, "campaign.exhausted")

    view = (await content.get(f"/api/v1/campaigns/{row['id']}")).json()
    assert (view["campaign"]["state"], view["campaign"]["paused_by"]) == ("paused", "limit")
    assert view["campaign"]["discount_given"] == lira("15.00")
    assert view["dealers"] == [
        {
            "customer_code": "D-1",
            "customer_title": "Dealer D-1",
            "discount_given": lira("15.00"),
            "uses": 2,
        }
    ]
    assert [taken["order_number"] for taken in view["orders"]] == [order["number"] for order in orders[::-1]]
    assert await steer(content, row["id"], "cancellation") == (200, "cancelled")
    await run(erp, campaign("K", discount_limit="999.00"))
    assert (await content.get("/api/v1/campaigns")).json()["items"][0]["state"] == "cancelled"
    actions = world.builder.connection.execute(
        "select action from audit_log where entity = 'campaign' order by id"
    ).fetchall()
    steps = ["campaign.pause", "campaign.resume", "campaign.paused", "campaign.cancel"]
    assert [action for (action,) in actions] == steps


async def test_those_who_do_not_run_campaigns_do_not_see_them(portal: Client, world: World) -> None:
    for person in (world.staff["finance_manager"], world.dealers["D-1"].people["owner"]):
        assert (await portal.as_user(person.token).get("/api/v1/campaigns")).status_code == 403

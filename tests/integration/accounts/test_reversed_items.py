"""What was posted and taken back is neither owed nor a credit for something else."""

from typing import Any

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import PATH
from tests.integration.integration_api.test_accounts import entry
from tests.integration.world import World


async def ageing(dealer: Client) -> Any:
    answer = await dealer.get("/api/v1/account/ageing?as_of=2027-06-30")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_reversed_debt_pays_for_no_older_one(
    integration: Client, portal: Client, world: World
) -> None:
    erp = integration.as_key(world.add_api_key())
    dealer = portal.as_user(world.dealers["D-1"].token("finance"))
    old = entry("old", document_date="2026-11-01", due_date="2026-11-10")
    wrong = entry("wrong", document_date="2026-11-20", due_date="2027-06-20")
    await erp.post(f"{PATH}/account-entries", json={"items": [old]})
    before = await ageing(dealer)

    await erp.post(f"{PATH}/account-entries", json={"items": [wrong]})
    await erp.post(f"{PATH}/account-entries", json={"items": [{"external_id": "wrong", "op": "delete"}]})
    after = await ageing(dealer)

    assert before["over_120"]["amount"] == "120.00"
    assert after == before


async def test_a_reversed_payment_leaves_the_debt_open(
    integration: Client, portal: Client, world: World
) -> None:
    erp = integration.as_key(world.add_api_key())
    dealer = portal.as_user(world.dealers["D-1"].token("finance"))
    paid = entry("paid", kind="payment", debit=None, credit="50.00", due_date=None)
    await erp.post(f"{PATH}/account-entries", json={"items": [entry("debt")]})
    before = await ageing(dealer)

    await erp.post(f"{PATH}/account-entries", json={"items": [paid]})
    half = await ageing(dealer)
    await erp.post(f"{PATH}/account-entries", json={"items": [{"external_id": "paid", "op": "delete"}]})

    assert half["total"]["amount"] == "70.00"
    assert await ageing(dealer) == before

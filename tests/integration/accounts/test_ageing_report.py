"""How old the debts of all dealers are: each as its own account says, and all of them together."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from b2b.infrastructure.clock import SystemClock
from tests.integration.accounts.test_credit_lines import enters
from tests.integration.clients import Client
from tests.integration.world import World

DEBTS = (("LATE", 100, -40), ("LATE", 50, -3), ("PAID", 70, -95), ("PAID", -70, -1), ("SOON", 30, 5))


async def read(client: Client, target: str) -> Any:
    answer = await client.get(f"/api/v1{target}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def owed(world: World) -> None:
    today = SystemClock().today()
    dealers = {code: world.add_dealer(code) for code in ("LATE", "PAID", "SOON", "NONE")}
    for code, amount, days in DEBTS:
        enters(world, dealers[code], amount, due=today + timedelta(days))


async def test_each_dealer_is_as_old_as_its_own_account_says(portal: Client, world: World) -> None:
    owed(world)
    finance = portal.as_user(world.staff["finance_manager"].token)

    found: dict[str, Any] = {}
    cursor = ""
    while True:
        page = await read(finance, f"/ageing?limit=2{cursor}")
        found |= {item["code"]: item["accounts"] for item in page["items"]}
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert {"LATE", "PAID", "SOON", "NONE", "D-1", "D-2"} <= set(found)
    assert found["NONE"] == []
    for code in ("LATE", "PAID", "SOON"):
        assert found[code] == [await read(finance, f"/customers/{code}/account/ageing")]


async def test_the_totals_are_the_sums_of_all_dealers(portal: Client, world: World) -> None:
    owed(world)
    finance = portal.as_user(world.staff["finance_manager"].token)
    before = (SystemClock().today() - timedelta(60)).isoformat()

    totals = await read(finance, "/ageing/totals")
    earlier = await read(finance, f"/ageing/totals?as_of={before}")

    (lira,) = totals["accounts"]
    told = {name: value["amount"] for name, value in lira.items() if isinstance(value, dict)}
    assert {name: amount for name, amount in told.items() if Decimal(amount)} == {
        "not_due": "30.00",
        "days_1_30": "50.00",
        "days_31_60": "100.00",
        "total": "180.00",
    }
    assert [each["total"]["amount"] for each in earlier["accounts"]] == ["70.00"]

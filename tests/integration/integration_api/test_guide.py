"""The JSON and HTTP examples of docs/integration that no shell runs: each is sent as it stands there."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import PATH, Erp, product
from tests.integration.integration_api.test_conflicts import limit, set_limit
from tests.integration.integration_api.test_shipments import ordered
from tests.integration.world import World

GUIDE = Path(__file__).parents[3] / "docs" / "integration"
# What the pushes of a page go to; the other pages' examples are a conversation each.
PUSHES = {
    "catalogue.md": "products",
    "prices.md": "exchange-rates",
    "shipments.md": "shipments",
    "stock.md": "stock",
}
TALKS = {"ownership.md", "reconciliation.md"}
TONER = product("HP-Q2612A", external_id="P-1001", name="Toner Kartuşu", track_serials=True)
CABLE = product("CBL-5M", external_id="P-1002", name="Kablo 5 m", unit="MTR", vat_rate="10", active=False)


def examples(page: str) -> list[Any]:
    found = re.findall(r"```json\n(.*?)```", (GUIDE / page).read_text(), re.DOTALL)
    return [msgspec.json.decode(example) for example in found]


def assert_says(answer: Any, expected: Any) -> None:
    """Whatever the page shows of an answer is in it, in its order."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert_says(answer[name], value)
    elif isinstance(expected, list):
        assert len(answer) == len(expected)
        for each, value in zip(answer, expected, strict=True):
            assert_says(each, value)
    else:
        assert answer == expected


def test_every_example_is_sent() -> None:
    pages = {page.name for page in GUIDE.glob("*.md") if "```json\n" in page.read_text()}
    assert pages == set(PUSHES) | TALKS


@pytest.mark.parametrize("page", sorted(PUSHES))
async def test_the_pushes_of_a_page_are_taken(page: str, erp: Erp, portal: Client, world: World) -> None:
    world.add_product("HP-Q2612A", price="100.00", on_hand=10, external_id="P-1001")
    buyer = portal.as_user(world.dealers["D-1"].token())
    number = await ordered(buyer, world, ("HP-Q2612A", 2))

    for body in examples(page):
        for item in body["items"]:
            if "order_number" in item:
                item["order_number"] = number
        answer = await erp.push(PUSHES[page], *body["items"])

        assert (answer["failed"], answer["created"] + answer["updated"]) == (0, len(body["items"])), answer


async def test_a_reconciliation_goes_as_the_page_says(erp: Erp) -> None:
    totals, differs, items, difference = examples("reconciliation.md")
    await erp.push("products", TONER, CABLE)

    equal = await erp.client.post(f"{PATH}/reconciliations", json=totals)
    await erp.push("products", CABLE | {"name": "Kablo 5 metre"})
    answer = (await erp.client.post(f"{PATH}/reconciliations", json=totals)).json()
    bucket = f"{PATH}/reconciliations/{answer['id']}/buckets/3a"
    found = await erp.client.post(bucket, json=items)

    assert equal.json()["equal"], equal.text
    assert_says(answer, differs)
    assert_says(found.json(), difference)


async def test_conflicts_are_answered_as_the_page_shows(erp: Erp, portal: Client, world: World) -> None:
    (shown,) = examples("ownership.md")
    await set_limit(portal.as_user(world.staff["finance_manager"].token), "2000.00")
    await erp.push("customers", limit("1500.00"))

    answer = await erp.client.get(f"{PATH}/conflicts")

    assert_says(answer.json(), shown)


async def test_a_job_is_asked_for_and_answered_as_the_page_shows(erp: Erp) -> None:
    (block,) = re.findall(r"```http\n(.*?)```", (GUIDE / "bulk.md").read_text(), re.DOTALL)
    request, expected = block.split("\n\n")
    first, *lines = request.splitlines()
    method, url = first.split(" ")
    headers = dict(line.split(": ") for line in lines)
    status, place = expected.splitlines()

    answer = await erp.client.request(method, url, content=b'{"external_id": "1"}\n', headers=headers)

    assert str(answer.status_code) == status.split(" ")[1]
    # The number of the job is the part that differs.
    assert f"Location: {answer.headers['Location']}".startswith(place.rsplit("/", 1)[0])

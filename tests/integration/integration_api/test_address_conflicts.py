"""An address that the ERP sent and people changed here is one field: theirs stays until somebody decides."""

import asyncio
from typing import Any

import pytest

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World

CONFLICTS = "/api/v1/conflicts"
ADDRESSES = "/api/v1/customers/D-1/addresses"
DEPOT = {"external_id": "A-1", "title": "Ambar", "line1": "Sanayi Cad. 1", "province": "İzmir"}
SHOP = {"external_id": "A-2", "title": "Mağaza", "line1": "Çarşı 2", "province": "İzmir"}


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


async def say(erp: Erp, *addresses: dict[str, Any]) -> Any:
    return await erp.one("customers", external_id="erp-D-1", addresses=list(addresses))


async def shown(staff: Client, title: str) -> Any:
    answer = await staff.get(ADDRESSES)
    return next((address for address in answer.json()["items"] if address["title"] == title), None)


async def move(staff: Client, title: str, **changed: Any) -> None:
    """Read again and once more where a push came in between."""
    while True:
        known = await shown(staff, title)
        body = {name: value for name, value in known.items() if name not in {"id", "version"}}
        tag = {"If-Match": f'"{known["version"]}"'}
        answer = await staff.put(f"{ADDRESSES}/{known['id']}", json=body | changed, headers=tag)
        if answer.status_code != 412:
            break
    assert answer.status_code == 200, answer.text


async def take_out(staff: Client, title: str) -> None:
    known = await shown(staff, title)
    answer = await staff.delete(f"{ADDRESSES}/{known['id']}", headers={"If-Match": f'"{known["version"]}"'})
    assert answer.status_code == 204, answer.text


async def conflicts(client: Client, query: str = "") -> list[Any]:
    answer = await client.get(f"{CONFLICTS}{query}")
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


async def test_an_address_that_people_moved_stays_until_the_erps_word_is_taken(
    erp: Erp, admin: Client, world: World
) -> None:
    await say(erp, DEPOT, SHOP)
    await move(admin, "Ambar", line1="Liman Yolu 9", phone="0232 000 00 00")

    pushed = await say(erp, DEPOT, SHOP | {"line1": "Çarşı 3"})
    again = await say(erp, DEPOT, SHOP | {"line1": "Çarşı 3"})
    (conflict,) = await conflicts(admin)
    kept, written = await shown(admin, "Ambar"), await shown(admin, "Mağaza")
    accepted = await admin.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {})

    assert (pushed["outcome"], again["outcome"]) == ("updated", "unchanged")
    assert (kept["line1"], written["line1"]) == ("Liman Yolu 9", "Çarşı 3")
    assert (conflict["field"], conflict["address"]["external_id"]) == ("address", "A-1")
    assert conflict["address"]["here"]["phone"] == "0232 000 00 00"
    assert (conflict["local_value"], conflict["erp_value"]) == (
        "Ambar, Liman Yolu 9, İzmir",
        "Ambar, Sanayi Cad. 1, İzmir",
    )
    assert accepted.status_code == 200, accepted.text
    assert (await shown(admin, "Ambar"))["line1"] == "Sanayi Cad. 1"
    assert world.one("select count(*) from local_addresses") == 0
    assert world.one("select count(*) from audit_log where action = 'conflict.accepted'") == 1


async def test_what_both_say_of_an_address_is_the_erps_again(erp: Erp, admin: Client, world: World) -> None:
    await say(erp, DEPOT)
    await move(admin, "Ambar", line1="Liman Yolu 9")

    agreed = await say(erp, DEPOT | {"line1": "Liman Yolu 9"})
    moved = await say(erp, DEPOT | {"line1": "Ada 5"})

    assert (agreed["outcome"], moved["outcome"]) == ("unchanged", "updated")
    assert (await shown(admin, "Ambar"))["line1"] == "Ada 5"
    assert world.one("select count(*) from local_addresses") == 0


async def test_an_address_that_people_deleted_comes_back_by_a_decision_alone(erp: Erp, admin: Client) -> None:
    await say(erp, DEPOT, SHOP)
    await take_out(admin, "Ambar")

    pushed = await say(erp, DEPOT, SHOP)
    stayed = await shown(admin, "Ambar")
    (conflict,) = await conflicts(admin)
    await admin.write(f"{CONFLICTS}/{conflict['id']}/acceptance", {})

    assert (pushed["outcome"], stayed, conflict["address"]["here"]) == ("unchanged", None, None)
    assert (await shown(admin, "Ambar"))["line1"] == "Sanayi Cad. 1"
    assert (await say(erp, DEPOT, SHOP))["outcome"] == "unchanged"


async def test_what_the_erp_no_longer_has_is_offered_and_a_rejected_word_is_not_heard_again(
    erp: Erp, admin: Client
) -> None:
    await say(erp, DEPOT, SHOP)
    await move(admin, "Ambar", line1="Liman Yolu 9")
    await say(erp, SHOP)
    (gone,) = await conflicts(admin)
    await admin.write(f"{CONFLICTS}/{gone['id']}/rejection", {})

    silent = await say(erp, SHOP)
    nothing = await conflicts(admin)
    (rejected,) = await conflicts(admin, "?state=rejected&field=address&customer=erp-D-1")
    await say(erp, DEPOT, SHOP)
    (other,) = await conflicts(admin)

    assert (gone["address"]["erp"], gone["erp_value"]) == (None, "")
    assert (silent["outcome"], nothing, rejected["id"]) == ("unchanged", [], gone["id"])
    assert other["address"]["erp"]["line1"] == "Sanayi Cad. 1"
    assert (await shown(admin, "Ambar"))["line1"] == "Liman Yolu 9"


async def test_another_default_than_the_erps_stays(erp: Erp, admin: Client) -> None:
    await say(erp, DEPOT | {"is_default": True}, SHOP)
    await move(admin, "Mağaza", is_default=True)

    await say(erp, DEPOT | {"is_default": True}, SHOP)
    found = await conflicts(admin)

    assert [(await shown(admin, title))["is_default"] for title in ("Ambar", "Mağaza")] == [False, True]
    assert {conflict["address"]["external_id"] for conflict in found} == {"A-1", "A-2"}


async def test_the_erp_reads_what_people_changed_page_by_page(erp: Erp, admin: Client) -> None:
    await say(erp, DEPOT, SHOP)
    await move(admin, "Ambar", line1="Liman Yolu 9")
    await move(admin, "Mağaza", line1="Liman Yolu 8")
    limit = {"limit": {"amount": "2000.00", "currency": "TRY"}, "reason": "Büyüdü."}
    await admin.put("/api/v1/customers/D-1/credit-limit", json=limit)
    path = "/api/integration/v1/conflicts"

    quiet, query = [], "?state=quiet&limit=1"
    while query:
        page = (await erp.client.get(f"{path}{query}")).json()
        quiet += [conflict["field"] for conflict in page["items"]]
        query = page["next_cursor"] and f"?state=quiet&limit=1&cursor={page['next_cursor']}"
    limits = (await erp.client.get(f"{path}?state=quiet&field=credit_limit&customer=D-1")).json()["items"]
    others = (await erp.client.get(f"{path}?state=quiet&customer=D-2")).json()["items"]

    assert quiet == ["address", "address", "credit_limit"]
    assert [(each["local_value"], each["erp_value"]) for each in limits] == [("2000.00", None)]
    assert others == []
    assert (await erp.client.get(path)).json()["items"] == []


async def test_edits_and_pushes_at_once_lose_no_edit(erp: Erp, admin: Client, world: World) -> None:
    await say(erp, DEPOT)
    pushes = [say(erp, DEPOT | {"line1": f"Ada {number}"}) for number in range(6)]

    await asyncio.gather(*pushes[:3], move(admin, "Ambar", phone="0232 111 11 11"), *pushes[3:])

    await say(erp, DEPOT | {"line1": "Son 1"})
    assert (await shown(admin, "Ambar"))["phone"] == "0232 111 11 11"
    assert [each["address"]["erp"]["line1"] for each in await conflicts(admin)] == ["Son 1"]

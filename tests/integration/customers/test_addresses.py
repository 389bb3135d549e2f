"""A dealer's addresses, kept by its own people and by staff."""

from typing import Any

import pytest

from tests.integration.clients import Client
from tests.integration.world import World

ADDRESSES = "/api/v1/addresses"
BRANCH: dict[str, Any] = {
    "title": "Şube",
    "line1": "İnönü Cad. 5",
    "district": "Çankaya",
    "province": "Ankara",
}


@pytest.fixture
def dealer(world: World, portal: Client) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


async def test_an_address_is_added_edited_and_taken_out(dealer: Client) -> None:
    added = await dealer.post(ADDRESSES, json=BRANCH)
    place = f"{ADDRESSES}/{added.json()['id']}"
    edited = await dealer.put(
        place, json={**BRANCH, "title": "Depo 2"}, headers={"If-Match": added.headers["ETag"]}
    )
    gone = await dealer.delete(place, headers={"If-Match": edited.headers["ETag"]})

    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    assert (edited.json()["title"], edited.headers["ETag"]) == ("Depo 2", '"2"')
    assert gone.status_code == 204
    assert (await dealer.get(place)).status_code == 404
    assert len((await dealer.get(ADDRESSES)).json()["items"]) == 1


async def test_a_new_default_takes_the_place_of_the_old_one(dealer: Client) -> None:
    await dealer.post(ADDRESSES, json={**BRANCH, "is_default": True})

    items = (await dealer.get(ADDRESSES)).json()["items"]

    assert [(row["title"], row["is_default"]) for row in items] == [("Şube", True), ("Depo", False)]


async def test_the_same_key_adds_one_address(dealer: Client) -> None:
    first = await dealer.write(ADDRESSES, BRANCH, key="once")
    again = await dealer.write(ADDRESSES, BRANCH, key="once")

    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len((await dealer.get(ADDRESSES)).json()["items"]) == 2


async def test_another_dealers_address_is_not_there(world: World, dealer: Client) -> None:
    theirs = f"{ADDRESSES}/{world.dealers['D-2'].address_id}"
    tag = {"If-Match": '"1"'}

    assert (await dealer.get(theirs)).status_code == 404
    assert (await dealer.put(theirs, json=BRANCH, headers=tag)).status_code == 404
    assert (await dealer.delete(theirs, headers=tag)).status_code == 404
    assert (await dealer.get("/api/v1/customers/D-2/addresses")).status_code == 404


async def test_edits_say_what_they_read(world: World, dealer: Client) -> None:
    own = f"{ADDRESSES}/{world.dealers['D-1'].address_id}"

    assert (await dealer.put(own, json=BRANCH)).status_code == 428
    assert (await dealer.put(own, json=BRANCH, headers={"If-Match": '"9"'})).status_code == 412
    assert (await dealer.delete(own)).status_code == 428


async def test_who_only_looks_changes_nothing(world: World, portal: Client) -> None:
    viewer = portal.as_user(world.dealers["D-1"].token("viewer"))

    assert (await viewer.get(ADDRESSES)).status_code == 200
    assert (await viewer.post(ADDRESSES, json=BRANCH)).status_code == 403


async def test_staff_keep_the_addresses_of_the_dealer_they_name(world: World, portal: Client) -> None:
    staff = portal.as_user(world.staff["sales_manager"].token)

    added = await staff.post("/api/v1/customers/D-1/addresses", json=BRANCH)

    assert added.status_code == 201
    assert len((await staff.get("/api/v1/customers/D-1/addresses")).json()["items"]) == 2
    assert (await staff.get(ADDRESSES)).status_code == 403
    elsewhere = f"/api/v1/customers/D-2/addresses/{added.json()['id']}"
    assert (await staff.get(elsewhere)).status_code == 404


async def test_every_fault_of_an_address_is_named(dealer: Client) -> None:
    body = {"title": "", "line1": "x\x00", "country": "Türkiye", "colour": "red"}

    answer = await dealer.post(ADDRESSES, json=body)

    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/title",
        "/line1",
        "/country",
        "/province",
        "/colour",
    }
    blank = await dealer.post(ADDRESSES, json={**BRANCH, "title": " "})
    assert (blank.status_code, blank.json()["code"]) == (422, "address.invalid")

"""Whom the ERP names for a dealer is added once, and never changed by it."""

import asyncio
from typing import Any

import pytest

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp, dealer
from tests.integration.world import World

CODE = "N-1"


def person(email: str = "ayse@bayi.example", **more: Any) -> dict[str, Any]:
    return {"email": email, "name": "Ayşe Yılmaz", "role": "owner", **more}


@pytest.fixture
def boss(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


async def people(boss: Client) -> dict[str, Any]:
    answer = await boss.get(f"/api/v1/customers/{CODE}/users")
    assert answer.status_code == 200, answer.text
    return {row["email"]: row for row in answer.json()["items"]}


async def edit(boss: Client, user: Any, **change: Any) -> None:
    answer = await boss.patch(
        f"/api/v1/customers/{CODE}/users/{user['id']}",
        json=change,
        headers={"If-Match": f'"{user["version"]}"'},
    )
    assert answer.status_code == 200, answer.text


async def test_people_are_added_with_their_dealer_and_wait_for_a_password(
    erp: Erp, boss: Client, world: World
) -> None:
    named = [person("  Ayse@Bayi.example "), person("can@bayi.example", role="viewer", phone="+90 212 1")]

    fate = await erp.one("customers", **dealer(CODE, users=named))
    again = await erp.one("customers", **dealer(CODE, users=[*named, named[0]]))

    found = await people(boss)
    assert [fate["outcome"], again["outcome"]] == ["created", "unchanged"]
    assert {email: row["roles"] for email, row in found.items()} == {
        "ayse@bayi.example": ["owner"],
        "can@bayi.example": ["viewer"],
    }
    assert not any(row["has_password"] for row in found.values())
    assert found["can@bayi.example"]["phone"] == "+90 212 1"
    assert world.one("select count(*) from audit_log where action = 'user.created'") == 2


async def test_what_people_changed_stays_as_they_left_it(erp: Erp, boss: Client) -> None:
    await erp.one("customers", **dealer(CODE, users=[person(), person("can@bayi.example")]))
    before = await people(boss)
    await edit(
        boss, before["ayse@bayi.example"], email="ayse@new.example", full_name="Ayşe Kaya", roles=["viewer"]
    )
    await edit(boss, before["can@bayi.example"], active=False)
    left = await people(boss)

    fates = [
        await erp.one("customers", **dealer(CODE, users=[person(), person("can@bayi.example")])),
        await erp.one("customers", **dealer(CODE, users=[])),
        await erp.one("customers", **dealer(CODE, users=[person("new@bayi.example")])),
    ]

    found = await people(boss)
    assert [fate["outcome"] for fate in fates] == ["unchanged", "unchanged", "updated"]
    assert found.pop("new@bayi.example")["active"]
    assert found == left
    assert (left["ayse@new.example"]["roles"], left["can@bayi.example"]["active"]) == (["viewer"], False)


async def test_an_unknown_role_or_address_refuses_that_dealer_alone(
    erp: Erp, boss: Client, world: World
) -> None:
    answer = await erp.push(
        "customers",
        dealer("W-1", users=[person(), person("b@bayi.example", role="sultan")]),
        dealer("W-2", users=[person(role="super_admin")]),
        dealer("W-3", users=[person("not an address")]),
        dealer("W-4", users=[person(surname="Kaya")]),
        dealer(CODE, users=[person()]),
    )

    told = [(fate["index"], fate["code"], fate["pointer"]) for fate in answer["results"]]
    assert (answer["created"], answer["failed"]) == (1, 4)
    assert told[:3] == [
        (0, "reference.unknown", "/users/1/role"),
        (1, "reference.unknown", "/users/0/role"),
        (2, "user.invalid_email", "/users/0/email"),
    ]
    assert list(await people(boss)) == ["ayse@bayi.example"]
    assert world.one("select count(*) from customers where left(external_id, 2) = 'W-'") == 0


async def test_an_older_or_rehearsed_push_adds_nobody(erp: Erp, boss: Client) -> None:
    await erp.push("customers", dealer(CODE, source_version=5))

    await erp.push("customers", dealer(CODE, source_version=4, users=[person()]))
    await erp.push("customers", dealer(CODE, source_version=6, users=[person()]), dry_run=True)

    assert await people(boss) == {}


async def test_pushes_at_the_same_time_add_somebody_once(erp: Erp, boss: Client, world: World) -> None:
    await erp.push("customers", dealer(CODE))

    answers = await asyncio.gather(
        *(erp.push("customers", dealer(CODE, users=[person()])) for _ in range(6)),
        *(
            boss.write(
                f"/api/v1/customers/{CODE}/users", {"full_name": "A", "roles": ["viewer"], "email": mail}
            )
            for mail in ("ayse@bayi.example", "other@bayi.example")
        ),
    )

    assert len(answers) == 8
    assert sorted(await people(boss)) == ["ayse@bayi.example", "other@bayi.example"]
    assert world.one("select count(*) from invited_people") == 1

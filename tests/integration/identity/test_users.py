import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.integration.clients import Client
from tests.integration.identity.conftest import PASSWORD
from tests.integration.identity.signing_in import ME, attempt, problem, sign_in
from tests.integration.world import World

USERS = "/api/v1/users"
NEW = {"email": "Yeni@d-1.example", "full_name": "Yeni Kişi", "roles": ["viewer"], "password": PASSWORD}
ANY = {"If-Match": "*"}


@pytest.fixture
def boss(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token("owner"))


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


def id_of(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_an_owner_adds_a_user_who_then_signs_in(portal: Client, boss: Client) -> None:
    made = id_of(await boss.write(USERS, NEW))

    shown = await boss.get(f"{USERS}/{made}")
    assert (shown.json()["email"], shown.json()["roles"]) == ("yeni@d-1.example", ["viewer"])
    assert shown.headers["etag"] == '"1"'
    assert "password" not in shown.text.replace("has_password", "")
    await sign_in(portal, email="yeni@d-1.example")


async def test_the_same_key_makes_one_user_and_keeps_no_password(boss: Client, world: World) -> None:
    first, second = [await boss.write(USERS, NEW, key="k") for _ in range(2)]

    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    other = await boss.write(USERS, NEW | {"full_name": "Other"}, key="k")
    assert problem(other) == (422, "idempotency.key_reused")


async def test_an_email_address_is_once_in_a_company(boss: Client) -> None:
    id_of(await boss.write(USERS, NEW))

    twin = await boss.write(USERS, NEW | {"email": "yeni@D-1.example"})

    assert problem(twin) == (409, "user.already_exists")


async def test_an_owner_cannot_give_a_staff_role(boss: Client) -> None:
    answer = await boss.write(USERS, NEW | {"roles": ["super_admin"]})

    assert problem(answer) == (404, "role.not_found")


async def test_another_company_is_out_of_reach(boss: Client, world: World) -> None:
    theirs = world.dealers["D-2"].people["viewer"]
    mine = world.dealers["D-1"].people["viewer"]

    calls = [
        boss.get(f"{USERS}/{theirs.id}"),
        boss.patch(f"{USERS}/{theirs.id}", json={"active": False}, headers=ANY),
        boss.put(f"{USERS}/{theirs.id}/password", json={"password": PASSWORD}),
        boss.get(f"{USERS}/{theirs.id}/sessions"),
        boss.delete(f"{USERS}/{theirs.id}/sessions/{theirs.session_id}"),
        boss.delete(f"{USERS}/{mine.id}/sessions/{theirs.session_id}"),
        boss.get("/api/v1/customers/D-2/users"),
        boss.get(f"/api/v1/customers/D-2/users/{theirs.id}"),
        boss.write("/api/v1/customers/D-2/users", NEW),
        boss.get(f"{USERS}/{world.staff['super_admin'].id}"),
    ]

    assert {(await call).status_code for call in calls} == {404}


async def test_a_viewer_manages_nobody(portal: Client, world: World) -> None:
    viewer = portal.as_user(world.dealers["D-1"].token("viewer"))

    assert problem(await viewer.get(USERS)) == (403, "access.forbidden")
    assert problem(await viewer.write(USERS, NEW)) == (403, "access.forbidden")


async def test_a_deactivated_user_is_out_at_once(
    portal: Client, boss: Client, world: World, with_password: Callable[[UUID], None]
) -> None:
    viewer = world.dealers["D-1"].people["viewer"]
    with_password(viewer.id)
    pair = await sign_in(portal, email="viewer@d-1.example")

    answer = await boss.patch(f"{USERS}/{viewer.id}", json={"active": False}, headers=ANY)

    assert answer.json()["active"] is False
    assert problem(await portal.as_user(pair["access_token"]).get(ME)) == (401, "auth.session_ended")
    assert problem(await attempt(portal, email="viewer@d-1.example")) == (403, "access.suspended")
    assert (
        world.one("select count(*) from sessions where user_id = %s and revoked_at is null", viewer.id) == 0
    )


async def test_new_roles_outdate_the_token_at_the_next_request(
    portal: Client, boss: Client, world: World
) -> None:
    viewer = world.dealers["D-1"].people["viewer"]

    answer = await boss.patch(f"{USERS}/{viewer.id}", json={"roles": ["finance", "viewer"]}, headers=ANY)

    assert answer.json()["roles"] == ["finance", "viewer"]
    assert problem(await portal.as_user(viewer.token).get(ME)) == (401, "auth.token_outdated")


async def test_an_edit_says_which_version_it_is_of(boss: Client, world: World) -> None:
    path = f"{USERS}/{world.dealers['D-1'].people['viewer'].id}"
    body = {"full_name": "Başka Ad"}

    assert problem(await boss.patch(path, json=body)) == (428, "precondition.missing")
    assert (await boss.patch(path, json=body, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'
    stale = await boss.patch(path, json=body, headers={"If-Match": '"1"'})
    assert problem(stale) == (412, "precondition.failed")


async def test_two_edits_of_one_version_at_once_leave_one(boss: Client, world: World) -> None:
    path = f"{USERS}/{world.dealers['D-1'].people['viewer'].id}"

    answers = await asyncio.gather(
        *(
            boss.patch(path, json={"full_name": f"Ad {number}"}, headers={"If-Match": '"1"'})
            for number in range(5)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


async def test_a_password_set_by_another_unlocks_and_ends_sessions(
    portal: Client, boss: Client, world: World, with_password: Callable[[UUID], None]
) -> None:
    viewer = world.dealers["D-1"].people["viewer"]
    with_password(viewer.id)
    for _ in range(5):
        await attempt(portal, email="viewer@d-1.example", password="Yanlis-Parola-1")

    weak = await boss.put(f"{USERS}/{viewer.id}/password", json={"password": "zayif"})
    answer = await boss.put(f"{USERS}/{viewer.id}/password", json={"password": "Yepyeni-Parola-2"})

    assert problem(weak) == (422, "password.weak")
    assert answer.status_code == 204
    await sign_in(portal, email="viewer@d-1.example", password="Yepyeni-Parola-2")
    assert problem(await portal.as_user(viewer.token).get(ME)) == (401, "auth.session_ended")


async def test_a_person_changes_their_own_password(
    portal: Client, world: World, with_password: Callable[[UUID], None]
) -> None:
    with_password(world.dealers["D-1"].people["viewer"].id)
    pair, other = [await sign_in(portal, email="viewer@d-1.example") for _ in range(2)]
    client = portal.as_user(pair["access_token"])

    async def change(current: str, new: str = "Yepyeni-Parola-2") -> httpx.Response:
        return await client.put(f"{ME}/password", json={"current_password": current, "new_password": new})

    assert problem(await change("Yanlis-Parola-1")) == (422, "password.wrong")
    assert (await change(PASSWORD, "zayif")).json()["errors"][0]["pointer"] == "/new_password"
    assert (await change(PASSWORD)).status_code == 204

    assert problem(await client.get(ME)) == (401, "auth.token_outdated")
    ended = await portal.post("/api/v1/auth/refresh", json={"refresh_token": other["refresh_token"]})
    assert problem(ended) == (401, "auth.session_ended")
    kept = await portal.post("/api/v1/auth/refresh", json={"refresh_token": pair["refresh_token"]})
    assert kept.status_code == 200


async def test_guessing_the_own_password_locks_too(
    portal: Client, world: World, with_password: Callable[[UUID], None]
) -> None:
    viewer = world.dealers["D-1"].people["viewer"]
    with_password(viewer.id)
    client = portal.as_user(viewer.token)

    for guess in ["Yanlis-Parola-1"] * 5 + [PASSWORD]:
        body = {"current_password": guess, "new_password": "Yepyeni-Parola-2"}
        answer = await client.put(f"{ME}/password", json=body)
        assert problem(answer) == (422, "password.wrong")


async def test_sessions_are_listed_and_revoked(
    portal: Client, boss: Client, world: World, with_password: Callable[[UUID], None]
) -> None:
    viewer = world.dealers["D-1"].people["viewer"]
    with_password(viewer.id)
    pair = await sign_in(portal, email="viewer@d-1.example")
    client = portal.as_user(pair["access_token"])

    rows = (await client.get("/api/v1/sessions")).json()["items"]
    assert [row["current"] for row in rows].count(True) == 1
    assert len(rows) == 2

    assert (await client.delete(f"/api/v1/sessions/{viewer.session_id}")).status_code == 204
    again = await client.delete(f"/api/v1/sessions/{viewer.session_id}")
    assert problem(again) == (404, "session.not_found")
    left = (await boss.get(f"{USERS}/{viewer.id}/sessions")).json()["items"]
    assert len(left) == 1
    assert (await boss.delete(f"{USERS}/{viewer.id}/sessions/{left[0]['id']}")).status_code == 204
    assert problem(await client.get(ME)) == (401, "auth.session_ended")


async def test_staff_manages_a_dealers_users_by_the_dealers_code(
    portal: Client, admin: Client, world: World
) -> None:
    seller = portal.as_user(world.staff["sales_manager"].token)
    users = "/api/v1/customers/D-1/users"

    made = id_of(await seller.write(users, NEW | {"roles": ["owner"]}))

    assert len((await admin.get(users)).json()["items"]) == 5
    edited = await admin.patch(f"{users}/{made}", json={"active": False}, headers=ANY)
    assert edited.json()["active"] is False
    assert (await admin.get(f"{users}/{made}/sessions")).json()["items"] == []
    assert problem(await admin.get(f"/api/v1/customers/D-2/users/{made}")) == (404, "user.not_found")
    assert problem(await admin.get("/api/v1/customers/NOPE/users")) == (404, "customer.not_found")


async def test_staff_without_an_administrators_rights_cannot_become_one(portal: Client, world: World) -> None:
    seller = portal.as_user(world.staff["sales_manager"].token)
    admin, me = world.staff["super_admin"], world.staff["sales_manager"]
    beyond = (403, "access.beyond_own")

    promoted = await seller.patch(f"{USERS}/{me.id}", json={"roles": ["super_admin"]}, headers=ANY)
    assert problem(promoted) == beyond
    assert problem(await seller.write(USERS, NEW | {"roles": ["super_admin"]})) == beyond
    taken = await seller.put(f"{USERS}/{admin.id}/password", json={"password": PASSWORD})
    assert problem(taken) == beyond
    assert problem(await seller.patch(f"{USERS}/{admin.id}", json={"active": False}, headers=ANY)) == beyond
    thrown = await seller.delete(f"{USERS}/{admin.id}/sessions/{admin.session_id}")
    assert problem(thrown) == beyond


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["customer_service"]}, {"roles": []}])
async def test_the_last_administrator_stays(admin: Client, world: World, change: dict[str, Any]) -> None:
    path = f"{USERS}/{world.staff['super_admin'].id}"

    answer = await admin.patch(path, json=change, headers=ANY)

    assert problem(answer) == (409, "user.last_administrator")


async def test_two_administrators_cannot_remove_each_other_at_once(portal: Client, world: World) -> None:
    people = [world.staff["super_admin"]]
    people.append(world.add_person("super_admin", None, email="second@demo.example"))
    clients = [portal.as_user(person.token) for person in people]

    answers = await asyncio.gather(
        clients[0].patch(f"{USERS}/{people[1].id}", json={"active": False}, headers=ANY),
        clients[1].patch(f"{USERS}/{people[0].id}", json={"active": False}, headers=ANY),
    )

    active = (
        "select count(*) from users u join user_roles g on g.user_id = u.id join roles r on r.id = g.role_id"
    )
    assert world.one(f"{active} where r.is_protected and u.is_active") == 1
    assert min(answer.status_code for answer in answers) == 200


async def test_a_walk_through_the_pages_meets_everybody_once(admin: Client, world: World) -> None:
    for number in range(7):
        world.add_person("viewer", world.dealers["D-1"].id, email=f"u{number}@d-1.example")
    met: list[str] = []
    cursor: str | None = None

    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await admin.get("/api/v1/customers/D-1/users", params=params)).json()
        met += [row["email"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert met == sorted(set(met))
    assert len(met) == 11
    bad = await admin.get(USERS, params={"cursor": "!!"})
    assert problem(bad) == (422, "request.invalid")


async def test_an_edit_is_audited_with_old_and_new_values(boss: Client, world: World) -> None:
    viewer = world.dealers["D-1"].people["viewer"]

    await boss.patch(f"{USERS}/{viewer.id}", json={"roles": ["finance"]}, headers=ANY)

    edited = "from audit_log where action = 'user.edited'"
    assert world.one(f"select before->'roles' {edited}") == ["viewer"]
    assert world.one(f"select after->'roles' {edited}") == ["finance"]
    assert world.one(f"select actor_id {edited}") == world.dealers["D-1"].people["owner"].id

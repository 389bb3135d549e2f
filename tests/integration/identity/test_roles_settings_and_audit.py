import asyncio

import pytest

from tests.integration.clients import Client
from tests.integration.identity.signing_in import ME, attempt, problem
from tests.integration.world import World

ROLES = "/api/v1/roles"
OWN = {"code": "helper", "name": "Helper", "kind": "dealer", "permissions": ["orders.view"]}
ANY = {"If-Match": "*"}


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


async def test_an_own_role_is_composed_given_changed_and_removed(
    portal: Client, admin: Client, world: World
) -> None:
    viewer = world.dealers["D-1"].people["viewer"]
    users = f"/api/v1/customers/D-1/users/{viewer.id}"

    assert (await admin.write(ROLES, OWN)).status_code == 201
    assert (await admin.patch(users, json={"roles": ["helper"]}, headers=ANY)).status_code == 200
    in_use = await admin.delete(f"{ROLES}/helper", headers=ANY)
    assert problem(in_use) == (409, "role.in_use")
    world.builder.connection.execute("update users set access_version = 1 where id = %s", [viewer.id])
    assert (await portal.as_user(viewer.token).get(ME)).status_code == 200

    changed = {"name": "Helper", "permissions": ["orders.view", "products.view"]}
    answer = await admin.put(f"{ROLES}/helper", json=changed, headers={"If-Match": '"1"'})

    assert answer.headers["etag"] == '"2"'
    assert problem(await portal.as_user(viewer.token).get(ME)) == (401, "auth.token_outdated")
    await admin.patch(users, json={"roles": []}, headers=ANY)
    assert (await admin.delete(f"{ROLES}/helper", headers={"If-Match": '"2"'})).status_code == 204
    assert problem(await admin.get(f"{ROLES}/helper")) == (404, "role.not_found")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"permissions": ["credit.edit"]}, 422, "role.permission_not_grantable"),
        ({"permissions": ["no.such"]}, 422, "role.permission_not_grantable"),
        ({"code": "owner"}, 409, "role.already_exists"),
        ({"code": "Big Letters"}, 422, "request.invalid"),
        ({"kind": "machine"}, 422, "request.invalid"),
    ],
)
async def test_a_role_that_makes_no_sense_is_refused(
    admin: Client, change: dict[str, object], status: int, code: str
) -> None:
    assert problem(await admin.write(ROLES, OWN | change)) == (status, code)


@pytest.mark.parametrize("code", ["owner", "super_admin", "viewer"])
async def test_the_products_roles_stay(admin: Client, code: str) -> None:
    body = {"name": "Other", "permissions": []}

    assert problem(await admin.put(f"{ROLES}/{code}", json=body, headers=ANY)) == (409, "role.protected")
    assert problem(await admin.delete(f"{ROLES}/{code}", headers=ANY)) == (409, "role.protected")


async def test_dealers_see_dealers_roles_and_change_none(portal: Client, world: World) -> None:
    owner = portal.as_user(world.dealers["D-1"].token("owner"))

    seen = (await owner.get(ROLES)).json()

    assert {role["kind"] for role in seen["items"]} == {"dealer"}
    assert set(seen["grantable"]) == {"dealer"}
    assert problem(await owner.get(f"{ROLES}/super_admin")) == (404, "role.not_found")
    assert problem(await owner.write(ROLES, OWN)) == (403, "access.forbidden")


async def test_a_setting_is_decided_over_the_version_that_was_read(admin: Client, world: World) -> None:
    path = "/api/v1/settings/stock.low_threshold"
    fresh = await admin.get(path)
    assert (fresh.json()["value"], fresh.headers["etag"]) == (5, '"0"')

    changed = await admin.put(path, json={"value": 9}, headers={"If-Match": '"0"'})
    stale = await admin.put(path, json={"value": 3}, headers={"If-Match": '"0"'})

    assert (changed.json()["value"], changed.headers["etag"]) == (9, '"1"')
    assert problem(stale) == (412, "precondition.failed")
    assert problem(await admin.put(path, json={"value": 3})) == (428, "precondition.missing")
    assert world.one("select after->'value' from audit_log where action = 'setting.changed'") == 9


async def test_of_two_first_decisions_at_once_one_stands(admin: Client) -> None:
    path = "/api/v1/settings/orders.hold_hours"

    answers = await asyncio.gather(
        *(admin.put(path, json={"value": hours}, headers={"If-Match": '"0"'}) for hours in (12, 24, 36))
    )

    assert min(answer.status_code for answer in answers) == 200
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    assert sum(answer.status_code == 200 for answer in answers) == 1


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("approvals.enabled", 1, 422),
        ("checkout.minimum_order_amount", "-1.00", 422),
        ("checkout.minimum_order_amount", "0.001", 422),
        ("checkout.minimum_order_amount", 12.5, 422),
        ("orders.hold_hours", 0, 422),
        ("no.such", True, 404),
    ],
)
async def test_a_setting_has_a_kind_and_bounds(admin: Client, name: str, value: object, status: int) -> None:
    answer = await admin.put(f"/api/v1/settings/{name}", json={"value": value}, headers=ANY)

    assert answer.status_code == status


async def test_only_who_may_decide_sees_settings(portal: Client, world: World) -> None:
    for token in (world.dealers["D-1"].token("owner"), world.staff["sales_manager"].token):
        assert problem(await portal.as_user(token).get("/api/v1/settings")) == (403, "access.forbidden")


async def test_the_audit_trail_is_filtered_and_walked_once(portal: Client, admin: Client) -> None:
    for hours in range(1, 8):
        await admin.put("/api/v1/settings/orders.hold_hours", json={"value": hours}, headers=ANY)
    await attempt(portal, email="viewer@d-1.example", password="Yanlis-Parola-1")
    met: list[int] = []
    params = {"action": "setting.changed", "limit": "3", "from": "2020-01-01T00:00:00Z"}

    while True:
        page = (await admin.get("/api/v1/audit", params=params)).json()
        met += [row["after"]["value"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]

    assert met == [7, 6, 5, 4, 3, 2, 1]
    failed = (await admin.get("/api/v1/audit?entity=user")).json()["items"]
    assert [row["action"] for row in failed] == ["user.sign_in_failed"]
    assert failed[0]["ip"] == "127.0.0.1"
    until = await admin.get("/api/v1/audit?to=2020-01-01T00:00:00")
    assert until.json()["items"] == []


async def test_the_audit_trail_is_for_those_who_may(portal: Client, world: World) -> None:
    dealer = portal.as_user(world.dealers["D-1"].token("owner"))
    finance = portal.as_user(world.staff["finance_manager"].token)

    assert problem(await dealer.get("/api/v1/audit")) == (403, "access.forbidden")
    assert (await finance.get("/api/v1/audit")).status_code == 200


@pytest.mark.parametrize("query", ["actor=me", "from=yesterday", "limit=0", "limit=201", "cursor=!"])
async def test_a_bad_question_is_a_422(admin: Client, query: str) -> None:
    assert (await admin.get(f"/api/v1/audit?{query}")).status_code == 422

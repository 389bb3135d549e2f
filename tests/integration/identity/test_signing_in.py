import asyncio
from collections.abc import Callable
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from tests.integration.clients import Client
from tests.integration.identity.conftest import PASSWORD
from tests.integration.identity.signing_in import LOGOUT, ME, TOKEN, attempt, problem, sign_in
from tests.integration.world import World

REFUSED = (401, "auth.sign_in_refused")


@pytest.fixture(autouse=True)
def passwords(world: World, with_password: Callable[[UUID], None]) -> None:
    with_password(world.dealers["D-1"].people["owner"].id)
    with_password(world.staff["super_admin"].id)


async def test_a_dealer_signs_in_with_the_partner_code_and_staff_without(portal: Client) -> None:
    dealer = await sign_in(portal)
    staff = await sign_in(portal, email="Super_Admin@demo.example", partner_code=None)

    me = (await portal.as_user(dealer["access_token"]).get(ME)).json()
    assert (me["kind"], me["customer"]["code"], me["roles"][0]["code"]) == ("dealer", "D-1", "owner")
    me = (await portal.as_user(staff["access_token"]).get(ME)).json()
    assert (me["kind"], me["customer"]) == ("staff", None)
    assert dealer["expires_in"] == 900
    assert dealer["refresh_expires_in"] == 7 * 24 * 3600


async def test_one_email_may_exist_at_two_dealers(
    portal: Client, world: World, with_password: Callable[[UUID], None]
) -> None:
    twin = world.add_person("viewer", world.dealers["D-2"].id, email="owner@d-1.example")
    with_password(twin.id)

    pair = await sign_in(portal, partner_code="D-2")

    me = (await portal.as_user(pair["access_token"]).get(ME)).json()
    assert me["customer"]["code"] == "D-2"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "Yanlis-Parola-1"},
        {"partner_code": "D-2"},
        {"partner_code": None},
        {"partner_code": "NOPE"},
        {"email": "nobody@d-1.example"},
        {"email": "viewer@d-1.example"},
        {"email": "super_admin@demo.example"},
    ],
)
async def test_nobody_learns_which_part_was_wrong(portal: Client, wrong: dict[str, str | None]) -> None:
    right = {"email": "owner@d-1.example", "partner_code": "D-1", "password": PASSWORD}
    answer = await portal.post(TOKEN, json=right | wrong)

    assert problem(answer) == REFUSED
    assert answer.json()["facts"] == {}


async def test_an_answer_with_tokens_is_not_stored_by_caches(portal: Client) -> None:
    assert (await attempt(portal)).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "a@b.co"},
        {"email": "a@b.co", "password": "x\0y"},
        {"email": "a@b.co", "password": 5},
        {"email": "a@b.co", "password": "x", "otp": "123456"},
        {"email": "a@b.co", "password": "x" * 2000},
        {"email": "a@b.co", "password": "x", "partner_code": "D\0"},
    ],
)
async def test_a_faulty_request_names_its_faults(portal: Client, body: dict[str, object]) -> None:
    answer = await portal.post(TOKEN, json=body)

    assert problem(answer) == (422, "request.invalid")
    assert answer.json()["errors"]


async def test_five_wrong_passwords_lock_the_account_for_a_while(portal: Client, world: World) -> None:
    for _ in range(5):
        await attempt(portal, password="Yanlis-Parola-1")

    assert problem(await attempt(portal)) == REFUSED
    assert world.one("select count(*) from audit_log where action = 'user.locked'") == 1

    world.builder.connection.execute("update users set locked_until = now() - interval '1 second'")
    await sign_in(portal)


async def test_the_right_password_begins_the_count_anew(portal: Client) -> None:
    for _ in range(2):
        for _ in range(4):
            await attempt(portal, password="Yanlis-Parola-1")
        await sign_in(portal)


async def test_attempts_at_once_are_all_counted(portal: Client, world: World) -> None:
    """After the fifth wrong one nothing opens the account, not even the right password beside them."""
    wrong = [attempt(portal, password=f"Yanlis-Parola-{number}") for number in range(20)]
    answers = await asyncio.gather(*wrong)

    assert {problem(answer) for answer in answers} == {REFUSED}
    assert problem(await attempt(portal)) == REFUSED
    assert world.one("select count(*) from users where locked_until > now()") == 1
    assert world.one("select count(*) from audit_log where action = 'user.locked'") == 1


async def test_a_lock_is_no_sooner_over_for_being_tried(portal: Client, world: World) -> None:
    for _ in range(5):
        await attempt(portal, password="Yanlis-Parola-1")
    until = world.one("select max(locked_until) from users")

    for _ in range(6):
        await attempt(portal, password="Yanlis-Parola-1")

    assert world.one("select max(locked_until) from users") == until


async def test_signing_in_and_out_is_audited_with_its_origin(portal: Client, world: World) -> None:
    pair = await sign_in(portal)
    await portal.as_user(pair["access_token"]).post(LOGOUT)

    owner = world.dealers["D-1"]
    rows = world.builder.connection.execute(
        "select action, customer_id, host(ip), user_agent from audit_log order by at"
    ).fetchall()
    assert [row[0] for row in rows] == ["user.signed_in", "user.signed_out"]
    assert {row[1] for row in rows} == {owner.id}
    assert {row[2] for row in rows} == {"127.0.0.1"}
    assert all("python-httpx" in row[3] for row in rows)


async def test_after_signing_out_the_tokens_are_worth_nothing(portal: Client) -> None:
    pair = await sign_in(portal)
    client = portal.as_user(pair["access_token"])

    assert (await client.post(LOGOUT)).status_code == 204

    assert problem(await client.get(ME)) == (401, "auth.session_ended")
    answer = await portal.post("/api/v1/auth/refresh", json={"refresh_token": pair["refresh_token"]})
    assert problem(answer) == (401, "auth.session_ended")


async def test_a_hash_of_weaker_days_is_made_anew_at_sign_in(portal: Client, world: World) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    world.builder.connection.execute(
        "update users set password_hash = %s where email = 'owner@d-1.example'", [weak]
    )

    await sign_in(portal)

    assert "m=32,t=1,p=4" in world.one("select password_hash from users where email = 'owner@d-1.example'")
    await sign_in(portal)


async def test_a_bad_token_is_refused_before_anything_else(portal: Client) -> None:
    for header in ("Bearer x.y.z", "Basic YTpi", "Bearer", ""):
        answer = await portal.get(ME, headers={"Authorization": header})
        assert problem(answer) == (401, "auth.token_invalid")
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert problem(await portal.get(ME)) == (401, "access.sign_in_required")


async def test_health_asks_nobody_who_they_are(portal: Client) -> None:
    assert (await portal.get("/health/live", headers={"Authorization": "Bearer x"})).status_code == 200

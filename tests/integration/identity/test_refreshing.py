import asyncio
import hashlib
from collections.abc import Callable
from uuid import UUID

import pytest

from tests.integration.clients import Client
from tests.integration.identity.signing_in import ME, problem, refresh, sign_in
from tests.integration.world import World

REUSED = (401, "auth.refresh_reused")


@pytest.fixture(autouse=True)
def passwords(world: World, with_password: Callable[[UUID], None]) -> None:
    with_password(world.dealers["D-1"].people["owner"].id)


async def test_each_refresh_gives_a_new_pair(portal: Client) -> None:
    first = await sign_in(portal)

    second = (await refresh(portal, first["refresh_token"])).json()
    third = (await refresh(portal, second["refresh_token"])).json()

    assert len({first["refresh_token"], second["refresh_token"], third["refresh_token"]}) == 3
    assert (await portal.as_user(third["access_token"]).get(ME)).status_code == 200


async def test_a_token_used_twice_ends_its_whole_family(portal: Client, world: World) -> None:
    stolen = await sign_in(portal)
    other = await sign_in(portal)
    newest = (await refresh(portal, stolen["refresh_token"])).json()

    assert problem(await refresh(portal, stolen["refresh_token"])) == REUSED

    assert problem(await refresh(portal, newest["refresh_token"])) == (401, "auth.session_ended")
    assert problem(await portal.as_user(newest["access_token"]).get(ME)) == (401, "auth.session_ended")
    assert (await portal.as_user(other["access_token"]).get(ME)).status_code == 200
    assert world.one("select count(*) from audit_log where action = 'session.refresh_reused'") == 1


async def test_of_twenty_refreshes_at_once_one_wins_and_the_session_ends(
    portal: Client, world: World
) -> None:
    pair = await sign_in(portal)

    answers = await asyncio.gather(*(refresh(portal, pair["refresh_token"]) for _ in range(20)))

    won = [answer for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    assert {problem(answer) for answer in answers if answer.status_code != 200} == {REUSED}
    assert problem(await refresh(portal, won[0].json()["refresh_token"])) == (401, "auth.session_ended")
    assert world.one("select count(*) from refresh_tokens") == 2
    assert world.one("select count(*) from audit_log where action = 'session.refresh_reused'") == 1


async def test_the_database_holds_only_hashes_of_tokens(portal: Client, world: World) -> None:
    pair = await sign_in(portal)

    stored = world.one("select token_hash from refresh_tokens")

    assert bytes(stored) == hashlib.sha256(pair["refresh_token"].encode()).digest()


async def test_an_expired_refresh_token_is_refused(portal: Client, world: World) -> None:
    pair = await sign_in(portal)
    world.builder.connection.execute("update refresh_tokens set expires_at = now()")

    assert problem(await refresh(portal, pair["refresh_token"])) == (401, "auth.refresh_invalid")


async def test_a_token_of_another_tenant_or_of_nobody_is_refused(portal: Client, world: World) -> None:
    pair = await sign_in(portal)
    other = world.one("select id from tenants where code = 'other'")
    secret = pair["refresh_token"].partition(".")[2]

    for token in (f"{other.hex}.{secret}", secret, f"{world.tenant_id.hex}.x", pair["access_token"][:200]):
        assert problem(await refresh(portal, token)) == (401, "auth.refresh_invalid")


async def test_a_refresh_brings_rights_up_to_date(portal: Client, world: World) -> None:
    pair = await sign_in(portal)
    owner = world.dealers["D-1"].people["owner"]
    world.builder.connection.execute(
        "update user_roles set role_id = (select id from roles where code = 'viewer' and tenant_id = %s)"
        " where user_id = %s",
        [world.tenant_id, owner.id],
    )
    world.builder.connection.execute(
        "update users set access_version = access_version + 1 where id = %s", [owner.id]
    )
    assert problem(await portal.as_user(pair["access_token"]).get(ME)) == (401, "auth.token_outdated")

    fresh = (await refresh(portal, pair["refresh_token"])).json()

    client = portal.as_user(fresh["access_token"])
    assert (await client.get(ME)).json()["roles"][0]["code"] == "viewer"
    assert problem(await client.get("/api/v1/users")) == (403, "access.forbidden")

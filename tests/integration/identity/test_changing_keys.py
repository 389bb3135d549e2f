"""A key in its life: another secret, other networks, another limit."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from b2b.api_integration.app import create_app
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.identity.signing_in import problem
from tests.integration.world import World

CLIENTS = "/api/v1/api-clients"
ORDERS = "/api/integration/v1/orders"
REFUSED = (401, "auth.key_refused")


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


@pytest.fixture
async def elsewhere(settings: Settings) -> AsyncIterator[Client]:
    """Another process, behind a proxy."""
    app = create_app(msgspec.structs.replace(settings, trusted_proxies=1))
    yield Client.of(app)
    await app.state.dishka_container.close()


async def make(admin: Client, **terms: object) -> tuple[str, str]:
    """The path of a new key, and the key."""
    client = (await admin.write(CLIENTS, {"name": "ERP"})).json()["id"]
    body = {"name": "main", "scopes": ["orders:read"], **terms}
    issued = (await admin.write(f"{CLIENTS}/{client}/keys", body)).json()
    return f"{CLIENTS}/{client}/keys/{issued['id']}", issued["key"]


async def rotate(admin: Client, path: str, **more: object) -> dict[str, str]:
    answer = await admin.write(f"{path}/rotation", more)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, str] = answer.json()
    return found


async def test_two_secrets_are_good_until_the_overlap_ends_by_itself(
    admin: Client, integration: Client, elsewhere: Client, world: World
) -> None:
    path, first = await make(admin)
    old = integration.as_key(first)
    assert (await old.get(ORDERS)).status_code == 200

    rotated = await rotate(admin, path)
    new = elsewhere.as_key(rotated["key"])

    assert rotated["prefix"] == first.split("_")[2] == rotated["key"].split("_")[2]
    assert rotated["key"] != first
    assert [(await machine.get(ORDERS)).status_code for machine in (old, new)] == [200, 200]
    assert world.one("select previous_until - now() between '23 h 59 min' and '24 h' from api_keys")
    assert (await admin.get(path.rpartition("/")[0])).json()["items"][0]["previous_until"]

    world.builder.connection.execute("update api_keys set previous_until = now()")
    # The process that still remembers the key is refused by the transaction's own check.
    assert problem(await old.get(ORDERS)) == REFUSED
    assert (await new.get(ORDERS)).status_code == 200
    assert "api_key.rotated" in world.one("select string_agg(action, ' ') from audit_log")


async def test_without_an_overlap_the_former_secret_ends_at_once_everywhere(
    admin: Client, integration: Client, elsewhere: Client
) -> None:
    path, first = await make(admin)
    for client in (integration, elsewhere):
        assert (await client.as_key(first).get(ORDERS)).status_code == 200

    second = (await rotate(admin, path, overlap_hours=0))["key"]

    for client in (integration, elsewhere):
        assert problem(await client.as_key(first).get(ORDERS)) == REFUSED
    await rotate(admin, path, overlap_hours=720)
    assert problem(await elsewhere.as_key(first).get(ORDERS)) == REFUSED
    assert (await elsewhere.as_key(second).get(ORDERS)).status_code == 200
    too_long = await admin.write(f"{path}/rotation", {"overlap_hours": 721})
    assert problem(too_long) == (422, "request.invalid")


async def test_the_tenant_decides_how_long_an_overlap_is(admin: Client, world: World) -> None:
    path, _ = await make(admin)
    setting = "/api/v1/settings/api_keys.rotation_overlap_hours"
    changed = await admin.put(setting, json={"value": 1}, headers={"If-Match": "*"})
    assert changed.status_code < 300, changed.text

    await rotate(admin, path)

    assert world.one("select previous_until - now() between '59 min' and '1 h' from api_keys")


async def test_networks_are_changed_while_the_key_is_used(
    admin: Client, elsewhere: Client, settings: Settings, world: World
) -> None:
    path, key = await make(admin, allowed_networks=["10.0.0.0/8"])
    outside = {"X-Forwarded-For": "2001:db8::7"}
    assert problem(await elsewhere.as_key(key).get(ORDERS, headers=outside)) == (403, "auth.address_refused")

    edited = await admin.patch(path, json={"allowed_networks": ["2001:db8::/32"]})
    same = await admin.patch(path, json={"allowed_networks": ["2001:db8::/32"]})

    assert (edited.status_code, same.status_code) == (204, 204)
    another_process = create_app(msgspec.structs.replace(settings, trusted_proxies=1))
    machine = Client.of(another_process).as_key(key)
    assert (await machine.get(ORDERS, headers=outside)).status_code == 200
    inside = await machine.get(ORDERS, headers={"X-Forwarded-For": "10.1.1.1"})
    assert problem(inside) == (403, "auth.address_refused")
    await another_process.state.dishka_container.close()
    assert world.one("select count(*) from audit_log where action = 'api_key.edited'") == 1
    wrong = await admin.patch(path, json={"allowed_networks": ["ten"]})
    assert problem(wrong) == (422, "api_key.invalid_network")


async def test_a_key_has_a_limit_of_its_own(admin: Client, integration: Client, elsewhere: Client) -> None:
    path, key = await make(admin, requests_per_minute=3)

    answers = [await integration.as_key(key).get(ORDERS) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert '"api_key";q=3;w=60' in answers[0].headers["ratelimit-policy"]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert (await admin.patch(path, json={"requests_per_minute": None})).status_code == 204
    assert (await elsewhere.as_key(key).get(ORDERS)).status_code == 200
    assert problem(await admin.patch(path, json={"requests_per_minute": 0})) == (422, "request.invalid")


async def test_a_refusal_says_how_to_ask_instead(integration: Client, world: World) -> None:
    missing = await integration.get(ORDERS)
    wrong = await integration.as_key("bk_demo_0000_x").get(ORDERS)
    person = await integration.as_user(world.staff["super_admin"].token).get(ORDERS)

    for answer in (missing, wrong):
        assert answer.headers["www-authenticate"].startswith('ApiKey realm="integration"')
    assert person.headers["www-authenticate"] == 'Bearer error="invalid_token"'

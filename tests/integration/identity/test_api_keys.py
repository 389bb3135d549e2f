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


async def make(admin: Client, **terms: object) -> tuple[str, str]:
    """The path of a new key, and the key."""
    client = (await admin.write(CLIENTS, {"name": f"ERP {len(terms)}"})).json()["id"]
    issued = await admin.write(
        f"{CLIENTS}/{client}/keys", {"name": "main", "scopes": ["orders:read"], **terms}
    )
    assert issued.status_code == 201, issued.text
    assert issued.headers["cache-control"] == "no-store"
    return f"{CLIENTS}/{client}/keys/{issued.json()['id']}", issued.json()["key"]


async def test_a_key_is_shown_once_used_and_revoked(admin: Client, integration: Client, world: World) -> None:
    path, key = await make(admin)
    machine = integration.as_key(key)

    assert (await machine.get(ORDERS)).status_code == 200

    listed = (await admin.get(path.rpartition("/")[0])).json()["items"][0]
    assert listed["prefix"] == key.split("_")[2]
    assert listed["last_used_at"] is not None
    secret = key.split("_", 3)[3]
    assert secret not in str(listed)
    assert world.one("select count(*) from api_keys where position(%s in api_keys::text) > 0", secret) == 0

    assert (await admin.write(f"{path}/revocation", {"reason": "Leaked."})).status_code == 204
    # The process that just looked it up refuses it at once: each transaction asks again.
    assert problem(await machine.get(ORDERS)) == REFUSED
    again = await admin.write(f"{path}/revocation", {"reason": "Again."})
    assert problem(again) == (409, "api_key.revoked")
    actions = "select string_agg(action, ' ' order by at) from audit_log where entity = 'api_key'"
    assert world.one(actions) == "api_key.issued api_key.revoked"


@pytest.mark.parametrize(
    "ending",
    [
        "update api_keys set expires_at = now()",
        "update api_clients set is_active = false",
    ],
)
async def test_a_key_that_ended_is_refused_at_once(
    admin: Client, integration: Client, world: World, ending: str
) -> None:
    _, key = await make(admin)
    machine = integration.as_key(key)
    assert (await machine.get(ORDERS)).status_code == 200

    world.builder.connection.execute(ending)

    assert problem(await machine.get(ORDERS)) == REFUSED


async def test_a_scope_opens_what_it_names_and_nothing_else(admin: Client, integration: Client) -> None:
    _, key = await make(admin)
    machine = integration.as_key(key)

    assert (await machine.get(ORDERS)).status_code == 200
    body = {"items": [{"external_id": "b", "name": "Brand"}]}
    refused = await machine.post("/api/integration/v1/brands", json=body)
    assert problem(refused) == (403, "access.forbidden")


async def test_without_a_key_nobody_is_let_in(integration: Client, world: World) -> None:
    key = world.add_api_key()
    tenant, prefix, secret = key.removeprefix("bk_").split("_", 2)

    assert problem(await integration.get(ORDERS)) == (401, "auth.key_missing")
    for wrong in (
        "x",
        f"bk_{tenant}_{prefix}",
        f"bk_{tenant}_{prefix}_",
        f"bk_{tenant}_{prefix}_{secret}x",
        f"bk_{tenant}_{prefix}_wrong",
        f"bk_{tenant}_000000_{secret}",
        f"bk_other_{prefix}_{secret}",
        f"bk_nobody_{prefix}_{secret}",
        f"xx_{tenant}_{prefix}_{secret}",
    ):
        assert problem(await integration.as_key(wrong).get(ORDERS)) == REFUSED, wrong
    assert (await integration.as_key(key).get(ORDERS)).status_code == 200


async def test_a_persons_token_opens_nothing_here(integration: Client, world: World) -> None:
    person = integration.as_user(world.staff["super_admin"].token)

    assert problem(await person.get(ORDERS)) == (401, "auth.token_invalid")


async def test_a_key_of_one_network_is_refused_from_another(
    admin: Client, integration: Client, settings: Settings
) -> None:
    _, key = await make(admin, allowed_networks=["10.0.0.0/8"])
    assert problem(await integration.as_key(key).get(ORDERS)) == (403, "auth.address_refused")

    behind_a_proxy = create_app(msgspec.structs.replace(settings, trusted_proxies=1))
    machine = Client.of(behind_a_proxy).as_key(key)

    inside = await machine.get(ORDERS, headers={"X-Forwarded-For": "192.0.2.1, 10.9.8.7"})
    outside = await machine.get(ORDERS, headers={"X-Forwarded-For": "10.9.8.7, 192.0.2.1"})
    await behind_a_proxy.state.dishka_container.close()

    assert inside.status_code == 200
    assert problem(outside) == (403, "auth.address_refused")


async def test_the_last_use_is_written_once_a_minute_at_most(
    admin: Client, integration: Client, settings: Settings, world: World
) -> None:
    _, key = await make(admin)
    await integration.as_key(key).get(ORDERS)
    first = world.one("select last_used_at from api_keys")

    other_process = create_app(settings)
    await Client.of(other_process).as_key(key).get(ORDERS)
    assert world.one("select last_used_at from api_keys") == first

    world.builder.connection.execute("update api_keys set last_used_at = now() - interval '2 minutes'")
    third_process = create_app(settings)
    await Client.of(third_process).as_key(key).get(ORDERS)
    assert world.one("select now() - last_used_at < interval '1 minute' from api_keys")
    for app in (other_process, third_process):
        await app.state.dishka_container.close()


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"scopes": ["orders:delete"]}, "api_key.scope_unknown"),
        ({"allowed_networks": ["ten"]}, "api_key.invalid_network"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "api_key.expiry_in_the_past"),
        ({"expires_at": "2030-01-01T00:00:00"}, "request.invalid"),
        ({"scopes": []}, "request.invalid"),
    ],
)
async def test_a_key_that_makes_no_sense_is_refused(
    admin: Client, terms: dict[str, object], code: str
) -> None:
    client = (await admin.write(CLIENTS, {"name": "ERP"})).json()["id"]

    body = {"name": "main", "scopes": ["orders:read"], **terms}

    assert problem(await admin.write(f"{CLIENTS}/{client}/keys", body)) == (422, code)


async def test_clients_have_names_of_their_own_and_only_administrators_see_them(
    portal: Client, admin: Client, world: World
) -> None:
    await admin.write(CLIENTS, {"name": "ERP", "contact": "it@demo.example"})

    assert problem(await admin.write(CLIENTS, {"name": "ERP"})) == (409, "api_client.already_exists")
    assert [row["name"] for row in (await admin.get(CLIENTS)).json()["items"]] == ["ERP"]
    seller = portal.as_user(world.staff["sales_manager"].token)
    assert problem(await seller.get(CLIENTS)) == (403, "access.forbidden")
    nowhere = f"{CLIENTS}/{world.tenant_id}/keys"
    assert problem(await admin.get(nowhere)) == (404, "api_client.not_found")

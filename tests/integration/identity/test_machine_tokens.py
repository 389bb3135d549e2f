"""OAuth 2.0 client credentials: a short-lived token for a key."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus
from uuid import UUID

import httpx
import pytest

from b2b.application.identity.ports import MachineGrant
from b2b.domain.shared.ids import ApiKeyId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.security.machine_tokens import JwtMachineTokens
from tests.integration.clients import Client
from tests.integration.identity.keys import ORDERS, TOKEN, make_key, split_key, uses_written
from tests.integration.identity.signing_in import problem
from tests.integration.world import World

GRANT = {"grant_type": "client_credentials"}
STOCK = "/api/integration/v1/webhooks/endpoints"


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


async def ask(integration: Client, key: str, **fields: str) -> httpx.Response:
    client, secret = split_key(key)
    basic = httpx.BasicAuth(quote_plus(client), quote_plus(secret))
    return await integration.post(TOKEN, data=GRANT | fields, auth=basic)


async def test_a_token_opens_what_its_scopes_say_until_the_key_is_revoked(
    admin: Client, integration: Client, world: World
) -> None:
    path, key = await make_key(admin, scopes=["orders:read", "webhooks:manage"])

    whole = await ask(integration, key)
    part = await ask(integration, key, scope="orders:read")

    assert whole.status_code == 200
    assert whole.headers["cache-control"] == "no-store"
    granted = whole.json()
    assert (granted["token_type"], granted["expires_in"]) == ("Bearer", 900)
    assert granted["scope"] == "orders:read webhooks:manage"
    machine = integration.as_user(granted["access_token"])
    modest = integration.as_user(part.json()["access_token"])
    assert [(await machine.get(place)).status_code for place in (ORDERS, STOCK)] == [200, 200]
    assert [(await modest.get(place)).status_code for place in (ORDERS, STOCK)] == [200, 403]

    assert (await admin.write(f"{path}/revocation", {"reason": "Leaked."})).status_code == 204
    assert problem(await machine.get(ORDERS)) == (401, "auth.key_refused")
    again = await ask(integration, key)
    assert again.status_code == 401
    await uses_written(world, 7)
    told = "select string_agg(status::text, ' ' order by id) from key_uses where endpoint ~ 'oauth'"
    assert world.one(told) == "200 200"


async def test_a_token_ends_with_the_secret_that_got_it(admin: Client, integration: Client) -> None:
    path, key = await make_key(admin)
    old = integration.as_user((await ask(integration, key)).json()["access_token"])
    assert (await old.get(ORDERS)).status_code == 200

    rotated = (await admin.write(f"{path}/rotation", {"overlap_hours": 0})).json()
    new = integration.as_user((await ask(integration, rotated["key"])).json()["access_token"])

    assert (await new.get(ORDERS)).status_code == 200
    refused = await old.get(ORDERS)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith(("Bearer", "ApiKey"))


async def test_credentials_come_in_the_body_too_but_not_twice(admin: Client, integration: Client) -> None:
    _, key = await make_key(admin)
    client, secret = split_key(key)
    body = GRANT | {"client_id": client, "client_secret": secret}

    inside = await integration.post(TOKEN, data=body)
    both = await integration.post(TOKEN, data=body, auth=httpx.BasicAuth(client, secret))

    assert inside.status_code == 200
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        (GRANT, 401, "invalid_client"),
        (GRANT | {"client_id": "bk_demo_x", "client_secret": "y"}, 401, "invalid_client"),
        (GRANT | {"client_id": "x", "client_secret": "\0"}, 401, "invalid_client"),
        (GRANT | {"client_id": "a" * 5000, "client_secret": "y"}, 400, "invalid_request"),
    ],
)
async def test_a_refusal_has_the_standards_form(
    integration: Client, fields: dict[str, str], status: int, error: str
) -> None:
    answer = await integration.post(TOKEN, data=fields)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]
    assert answer.headers["cache-control"] == "no-store"
    assert ("www-authenticate" in answer.headers) is (status == 401)


async def test_what_is_no_form_is_refused_and_never_fails(integration: Client) -> None:
    twice = "grant_type=client_credentials&grant_type=client_credentials"
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    answers = [
        await integration.post(TOKEN, json=GRANT),
        await integration.post(TOKEN, content=b"\xff%ff&=%", headers=form),
        await integration.post(TOKEN, content=twice, headers=form),
        await integration.post(TOKEN, data=GRANT, headers={"Authorization": "Basic !!"}),
        await integration.post(TOKEN, files={"grant_type": ("x", b"client_credentials")}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 401, 400]


async def test_scopes_and_networks_hold_for_tokens(admin: Client, integration: Client) -> None:
    _, key = await make_key(admin)
    _, distant = await make_key(admin, allowed_networks=["10.0.0.0/8"])

    beyond = await ask(integration, key, scope="orders:read stock:write")
    blank = await ask(integration, key, scope=" ")
    elsewhere = await ask(integration, distant)

    assert (beyond.status_code, beyond.json()["error"]) == (400, "invalid_scope")
    assert (blank.status_code, blank.json()["error"]) == (400, "invalid_scope")
    assert (elsewhere.status_code, elsewhere.json()["error"]) == (400, "unauthorized_client")


async def test_tokens_that_we_did_not_sign_so_are_refused(
    integration: Client, settings: Settings, world: World
) -> None:
    world.add_api_key()
    key = ApiKeyId(world.one("select id from api_keys"))
    grant = MachineGrant(
        tenant_id=TenantId(world.tenant_id), key_id=key, secret_version=1, scopes=("orders:read",)
    )
    now = datetime.now(UTC)
    right = JwtMachineTokens(settings.jwt_secret, lifetime=timedelta(minutes=15))
    foreign = JwtMachineTokens("x" * 64, lifetime=timedelta(minutes=15))

    good = await integration.as_user(right.issue(grant, at=now)).get(ORDERS)
    expired = await integration.as_user(right.issue(grant, at=now - timedelta(hours=1))).get(ORDERS)
    forged = await integration.as_user(foreign.issue(grant, at=now)).get(ORDERS)
    gone = MachineGrant(tenant_id=grant.tenant_id, key_id=ApiKeyId(UUID(int=1)), secret_version=1, scopes=())
    unknown = await integration.as_user(right.issue(gone, at=now)).get(ORDERS)

    assert good.status_code == 200
    assert problem(expired) == (401, "auth.token_expired")
    assert problem(forged) == problem(unknown) == (401, "auth.token_invalid")


async def test_a_machines_token_opens_nothing_of_the_portal(admin: Client, integration: Client) -> None:
    _, key = await make_key(admin)
    token = (await ask(integration, key)).json()["access_token"]

    assert problem(await admin.as_user(token).get("/api/v1/me")) == (401, "auth.token_invalid")

"""Endpoints as machines and staff manage them, over both APIs."""

from typing import Any
from uuid import uuid4

import msgspec
import psycopg

from b2b.api_integration.app import create_app
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import Endpoint, Ledger, add_events, scheduling, until
from tests.integration.messaging.receiver import Receiver
from tests.integration.world import World

API = "/api/integration/v1/webhooks"


async def test_a_secret_is_shown_once_and_kept_sealed(
    erp: Client, endpoint: Endpoint, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    opened = await endpoint()

    shown = await erp.get(f"{API}/endpoints/{opened['id']}")
    listed = await erp.get(f"{API}/endpoints")
    row = owner.execute("select encode(sealed_secret, 'escape') from webhook_endpoints").fetchone()

    assert opened["secret"].startswith("whsec_")
    assert opened["secret"] not in shown.text + listed.text
    assert row is not None
    assert opened["secret"].removeprefix("whsec_") not in str(row[0])


async def test_the_same_key_opens_one_endpoint_and_answers_the_same_secret(
    erp: Client, receiver: Receiver, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    body = {"url": receiver.url(), "event_types": ["order.*"]}

    first = await erp.write(f"{API}/endpoints", body, key="k-1")
    again = await erp.write(f"{API}/endpoints", body, key="k-1")
    other = await erp.write(f"{API}/endpoints", {**body, "event_types": ["*"]}, key="k-1")

    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")
    kept = owner.execute("select result::text from idempotency_keys").fetchone()
    assert kept is not None
    assert "whsec" not in str(kept[0])


async def test_an_endpoint_is_changed_by_who_read_its_last_version(erp: Client, endpoint: Endpoint) -> None:
    opened = await endpoint("/hooks", "order.*")
    place = f"{API}/endpoints/{opened['id']}"
    read = await erp.get(place)

    changed = await erp.patch(
        place,
        json={"event_types": ["stock.*"], "description": "ERP"},
        headers={"If-Match": read.headers["ETag"]},
    )
    stale = await erp.patch(place, json={"description": None}, headers={"If-Match": read.headers["ETag"]})
    cleared = await erp.patch(place, json={"description": None})

    assert (changed.json()["event_types"], changed.json()["description"]) == (["stock.*"], "ERP")
    assert changed.json()["url"] == opened["url"]
    assert (stale.status_code, cleared.json()["description"]) == (412, None)


async def test_a_removed_endpoint_is_found_no_more(erp: Client, endpoint: Endpoint) -> None:
    opened = await endpoint()
    place = f"{API}/endpoints/{opened['id']}"

    removed = await erp.delete(place)

    assert removed.status_code == 204
    assert [(await erp.get(place)).status_code, (await erp.delete(place)).status_code] == [404, 404]
    assert (await erp.get(f"{API}/endpoints")).json()["items"] == []


REFUSED_URLS = (
    "ftp://example.com/",
    "http://user:pass@example.com/",
    "http://",
    "/relative",
    "http://exa mple.com/",
    "http://example.com:99999/",
    "http://example.com/#part",
    "http://[::1/",
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
)


async def test_an_address_that_webhooks_may_not_go_to_is_refused(world: World, settings: Settings) -> None:
    app = create_app(msgspec.structs.replace(settings, allow_private_webhooks=False))
    async with app.lifespan(), Client.of(app).as_key(world.add_api_key()) as erp:
        for url in REFUSED_URLS:
            answer = await erp.post(f"{API}/endpoints", json={"url": url, "event_types": ["*"]})
            assert (answer.status_code, answer.json()["code"]) == (422, "webhook.url_refused"), url


async def test_a_tenant_may_allow_private_addresses_for_itself(world: World, settings: Settings) -> None:
    world.builder.insert("settings", name="webhooks.allow_private_addresses", value="true")
    app = create_app(msgspec.structs.replace(settings, allow_private_webhooks=False))
    async with app.lifespan(), Client.of(app).as_key(world.add_api_key()) as erp:
        answer = await erp.post(f"{API}/endpoints", json={"url": "http://10.0.0.5/", "event_types": ["*"]})

    assert answer.status_code == 201


FAULTY: tuple[dict[str, Any], ...] = (
    {"url": "http://10.0.0.1/"},
    {"url": "http://10.0.0.1/", "event_types": []},
    {"url": "http://10.0.0.1/", "event_types": ["order.*.created"]},
    {"url": "http://10.0.0.1/", "event_types": ["order created"]},
    {"url": "http://10.0.0.1/\0", "event_types": ["*"]},
    {"url": 7, "event_types": ["*"]},
    {"url": "http://10.0.0.1/", "event_types": ["*"], "secret": "mine"},
)


async def test_a_faulty_endpoint_is_refused(erp: Client) -> None:
    for body in FAULTY:
        assert (await erp.post(f"{API}/endpoints", json=body)).status_code == 422, body


async def test_only_those_who_may_manage_webhooks_do(
    world: World, integration: Client, portal: Client, endpoint: Endpoint
) -> None:
    opened = await endpoint()
    without = integration.as_key(world.add_api_key(["orders:read"]))
    dealer = portal.as_user(world.dealers["D-1"].token("owner"))

    refused = [
        (await without.get(f"{API}/endpoints")).status_code,
        (await without.get(f"{API}/deliveries")).status_code,
        (await dealer.get(f"/api/v1/webhooks/endpoints/{opened['id']}")).status_code,
        (await portal.as_user("nobody").get("/api/v1/webhooks/endpoints")).status_code,
    ]

    assert refused == [403, 403, 403, 401]


async def test_staff_manage_the_same_endpoints_in_the_portal(
    world: World, portal: Client, endpoint: Endpoint
) -> None:
    opened = await endpoint()
    admin = portal.as_user(next(found.token for code, found in world.staff.items() if "admin" in code))

    listed = (await admin.get("/api/v1/webhooks/endpoints")).json()["items"]
    paused = await admin.post(f"/api/v1/webhooks/endpoints/{opened['id']}/pause")

    assert [found["id"] for found in listed] == [opened["id"]]
    assert paused.json()["state"] == "paused"


async def test_a_neighbours_endpoint_does_not_exist(
    settings: Settings,
    owner: psycopg.Connection[tuple[object, ...]],
    integration: Client,
    endpoint: Endpoint,
) -> None:
    opened = await endpoint()
    neighbour = World.make(owner, settings, "other")
    other = integration.as_key(neighbour.add_api_key(tenant_code="other"))
    place = f"{API}/endpoints/{opened['id']}"

    answers = [
        await other.get(place),
        await other.patch(place, json={"description": "mine"}),
        await other.post(f"{place}/secret-rotation"),
        await other.post(f"{place}/test"),
        await other.delete(place),
        await other.write(f"{API}/deliveries/{uuid4()}/replay", None),
    ]

    assert {answer.status_code for answer in answers} == {404}


async def test_deliveries_are_listed_by_state_and_endpoint_in_pages(
    world: World, settings: Settings, erp: Client, endpoint: Endpoint, ledger: Ledger
) -> None:
    opened = await endpoint("/a")
    await endpoint("/b")
    await erp.post(f"{API}/endpoints/{opened['id']}/pause")
    async with scheduling(settings):
        events = add_events(world, 5)
        await until(lambda: ledger.all_are("pending", 10))

    seen: list[str] = []
    cursor = ""
    while True:
        place = f"{API}/deliveries?state=pending&endpoint_id={opened['id']}&limit=2{cursor}"
        page = (await erp.get(place)).json()
        seen += [item["event_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert sorted(seen) == sorted(events)
    bad = await erp.get(f"{API}/deliveries?state=lost")
    assert bad.status_code == 422

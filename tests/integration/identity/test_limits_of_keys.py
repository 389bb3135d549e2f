"""A key's limit: exact over server processes, and stricter for who is refused again and again."""

import asyncio
import os
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from b2b.api_integration.app import create_app
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.identity.keys import ORDERS, make_key
from tests.integration.walls.serving import PASSED_ON, environment_of, served_app
from tests.integration.world import World

EVENTS = "/api/integration/v1/events"


@pytest.fixture
def admin(portal: Client, world: World) -> Client:
    return portal.as_user(world.staff["super_admin"].token)


async def test_two_server_processes_let_exactly_500_of_600_requests_through(
    admin: Client, settings: Settings, world: World, tmp_path: Path
) -> None:
    _, key = await make_key(admin, requests_per_minute=500)
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment = kept | environment_of(settings)
    with ExitStack() as serving:
        urls = [
            serving.enter_context(served_app("integration", environment, tmp_path / f"{place}.log"))
            for place in range(2)
        ]
        async with httpx.AsyncClient(headers={"X-API-Key": key}, timeout=30) as client:
            answers = await asyncio.gather(*(client.get(urls[turn % 2] + ORDERS) for turn in range(600)))

    assert Counter(answer.status_code for answer in answers) == {200: 500, 429: 100}
    # Each process wrote what it served when it was ended in order.
    assert world.one("select count(*) from key_uses") == 600


async def test_who_is_refused_again_and_again_has_half_then_less_and_it_is_told(
    admin: Client, integration: Client, settings: Settings, world: World
) -> None:
    path, key = await make_key(admin, requests_per_minute=40)
    machine = integration.as_key(key)

    refused = [await machine.get(EVENTS) for _ in range(9)]

    assert {answer.status_code for answer in refused} == {403}
    another_process = create_app(settings)
    answer = await Client.of(another_process).as_key(key).get(ORDERS)
    await another_process.state.dishka_container.close()
    assert '"api_key";q=20;w=60' in answer.headers["ratelimit-policy"]
    row = (await admin.get(path.rpartition("/")[0])).json()["items"][0]
    assert (row["requests_per_minute"], row["requests_per_minute_now"]) == (40, 20)
    assert row["limit_restored_at"]
    audited = "select after from audit_log where action = 'api_key.limit_halved'"
    assert world.one(audited) == {"requests_per_minute": 20, "for_seconds": 900}


async def test_what_cannot_be_understood_again_and_again_is_suspicious_too(
    admin: Client, integration: Client
) -> None:
    path, key = await make_key(admin, requests_per_minute=10)

    for _ in range(3):
        answer = await integration.as_key(key).get(ORDERS, params={"limit": "x"})
        assert answer.status_code == 422

    row = (await admin.get(path.rpartition("/")[0])).json()["items"][0]
    assert row["requests_per_minute_now"] == 5

"""What people and machines are told while the database cannot be reached."""

import re

import msgspec
import pytest

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.world import World


@pytest.fixture
def cut_off(settings: Settings) -> Settings:
    """As if the server were down: nobody listens on the discard port."""
    url = re.sub(r":[0-9]+/", ":9/", settings.database_url or "")
    return msgspec.structs.replace(settings, database_url=url)


async def test_without_a_database_the_answer_is_503_and_says_when_to_ask_again(
    cut_off: Settings, world: World
) -> None:
    portal = Client.of(create_portal(cut_off)).as_user(world.dealers["D-1"].token())
    integration = Client.of(create_integration(cut_off)).as_key(world.add_api_key())

    answers = [
        await portal.get("/api/v1/me"),
        await portal.get("/api/v1/products"),
        await portal.write("/api/v1/orders", world.order_body()),
        await integration.get("/api/integration/v1/orders"),
        await integration.post("/api/integration/v1/products", json={"items": []}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (503, "service.unavailable")
    ] * len(answers)
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)

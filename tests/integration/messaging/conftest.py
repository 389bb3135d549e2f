from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest
import redis

from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import Endpoint, Ledger
from tests.integration.messaging.receiver import Receiver
from tests.integration.world import World


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Short pauses, private addresses allowed, and queues that nobody left anything in."""
    redis.Redis.from_url(settings.redis_url).flushall()
    return msgspec.structs.replace(
        settings,
        allow_private_webhooks=True,
        webhook_timeout_seconds=2,
        webhook_fast_delays=(1, 2),
        webhook_slow_delays=(),
    )


@pytest.fixture
def ledger(owner: psycopg.Connection[Any], world: World) -> Ledger:
    return Ledger(owner)


@pytest.fixture
def erp(integration: Client, world: World) -> Client:
    return integration.as_key(world.add_api_key())


@pytest.fixture
def endpoint(erp: Client, receiver: Receiver) -> Endpoint:
    """Opens an endpoint at the receiver and answers it with its secret."""

    async def create(path: str = "/hooks", *event_types: str, url: str | None = None) -> dict[str, Any]:
        body = {"url": url or receiver.url(path), "event_types": list(event_types or ("*",))}
        answer = await erp.post("/api/integration/v1/webhooks/endpoints", json=body)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return {**created["endpoint"], "secret": created["secret"]}

    return create

"""A long period is sent again a batch at a time, and says how far it is."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from dishka import AsyncContainer
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.messaging.replay_deliveries import ContinueReplaysHandler
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.jobs import until_done
from b2b.infrastructure.messaging.lanes import WakeUps
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.messaging.worker import MessageProvider
from tests.integration.clients import Client
from tests.integration.messaging.machinery import Endpoint, Ledger, add_events
from tests.integration.world import World

API = "/api/integration/v1"
PERIOD = {"from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}


@pytest.fixture
async def container(settings: Settings) -> AsyncIterator[AsyncContainer]:
    container = make_container(settings, MessageProvider())
    yield container
    await container.close()


async def publish(container: AsyncContainer, world: World) -> None:
    relay = Relay(await container.get(AsyncEngine), await container.get(WakeUps))
    await relay.publish(TenantId(world.tenant_id))


async def go_on(container: AsyncContainer, world: World) -> None:
    async with container(context={TenantId: TenantId(world.tenant_id)}) as request:
        await until_done(ContinueReplaysHandler)(request)


async def test_a_long_period_begins_at_once_and_goes_on_by_itself(
    world: World, container: AsyncContainer, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    add_events(world, 1100)
    await publish(container, world)
    late = await endpoint("/late", "order.*")
    await erp.post(f"{API}/webhooks/endpoints/{late['id']}/pause")

    asked = await erp.write(f"{API}/webhooks/replays", {**PERIOD, "endpoint_id": late["id"]}, key="once")
    begun = asked.json()
    again = await erp.write(f"{API}/webhooks/replays", {**PERIOD, "endpoint_id": late["id"]}, key="once")
    add_events(world, 5)
    await publish(container, world)
    await asyncio.gather(*(go_on(container, world) for _ in range(4)))

    assert (begun["events"], begun["looked_at"], begun["count"]) == (1100, 500, 500)
    assert begun["finished_at"] is None
    assert (again.status_code, again.json()["id"]) == (202, begun["id"])
    done = (await erp.get(f"{API}/webhooks/replays/{begun['id']}")).json()
    assert (done["looked_at"], done["count"]) == (1100, 1100)
    assert done["finished_at"] is not None
    assert ledger.states() == {"pending": 1105}
    [listed] = (await erp.get(f"{API}/webhooks/replays")).json()["items"]
    assert listed == done


async def test_only_deliveries_in_the_states_asked_for_start_anew(
    world: World, container: AsyncContainer, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    await endpoint("/a", "order.*")
    await endpoint("/b", "*")
    add_events(world, 6)
    await publish(container, world)
    world.builder.connection.execute(
        "update webhook_deliveries set state = case when place <= 4 then 'dead' else 'delivered' end,"
        " next_attempt_at = null, attempts = 13 from (select id, row_number() over (order by id) as place"
        " from webhook_deliveries) p where p.id = webhook_deliveries.id"
    )

    asked = await erp.write(f"{API}/webhooks/replays", {**PERIOD, "states": ["dead"]})

    assert (asked.json()["count"], asked.json()["events"]) == (4, 6)
    assert ledger.states() == {"pending": 4, "delivered": 8}
    missing = await erp.get(f"{API}/webhooks/replays/{UUID(int=0)}")
    assert (missing.status_code, missing.json()["code"]) == (404, "webhook.replay_not_found")

"""An endpoint that fails on and on is tried out now and then; whatever waits for it keeps its attempts."""

import asyncio

import msgspec

from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import Endpoint, Ledger, add_events, running, until
from tests.integration.messaging.receiver import Receiver, Reply
from tests.integration.world import World

API = "/api/integration/v1"


async def test_a_circuit_opens_lets_single_requests_through_and_closes_by_itself(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    settings = msgspec.structs.replace(
        settings,
        webhook_timeout_seconds=1,
        webhook_fast_delays=(1,),
        webhook_slow_delays=(1,) * 8,
        webhook_probe_seconds=1,
    )
    receiver.behaviour = lambda got: Reply(status=500 if got.path == "/broken" else 200)
    opened = await endpoint("/broken")
    await endpoint("/sound")
    place = f"{API}/webhooks/endpoints/{opened['id']}"

    async with running(settings):
        add_events(world, 20)
        await until(lambda: ledger.actions("webhook_endpoint") == ["created", "created", "circuit_opened"])
        shown = (await erp.get(place)).json()
        before, attempts = len(receiver.of("/broken")), len(ledger.attempts())
        await asyncio.sleep(2.5)
        probes, written = len(receiver.of("/broken")) - before, len(ledger.attempts()) - attempts
        receiver.behaviour = lambda _: Reply()
        await until(lambda: ledger.all_are("delivered", 40), seconds=5)

    assert shown["consecutive_failures"] >= 20
    assert shown["circuit_opened_at"] > shown["failing_since"]
    assert 1 <= probes <= 3
    assert written == probes
    assert len(receiver.of("/sound")) == 20
    closed = (await erp.get(place)).json()
    assert (closed["circuit_opened_at"], closed["consecutive_failures"]) == (None, 0)
    assert ledger.actions("webhook_endpoint")[2:] == ["circuit_opened", "circuit_closed"]

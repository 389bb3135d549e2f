"""An endpoint that asks for it is sent each resource's events in their order, and nobody else waits."""

import asyncio
from collections.abc import Callable

from b2b.domain.shared.ids import new_id
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import Endpoint, Ledger, add_life, running, until
from tests.integration.messaging.receiver import Received, Receiver, Reply
from tests.integration.world import World

API = "/api/integration/v1"


def failing_once(events: set[str]) -> Callable[[Received], Reply]:
    """The first request for each of these fails."""

    def behave(got: Received) -> Reply:
        if got.id in events:
            events.discard(got.id)
            return Reply(status=500)
        return Reply(delay_seconds=0.01)

    return behave


async def test_an_event_that_fails_holds_back_the_later_ones_of_its_resource_alone(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    opened = await endpoint()
    place = f"{API}/webhooks/endpoints/{opened['id']}"
    assert (await erp.patch(place, json={"in_order": True, "in_flight_max": 4})).json()["in_order"]
    stuck, free = new_id(), new_id()

    async with running(settings):
        held = add_life(world, stuck, (1, 2, 3))
        receiver.behaviour = failing_once({held[0]})
        passing = add_life(world, free, (1, 2, 3))
        await until(lambda: len(receiver.received) >= 4, seconds=3)
        await asyncio.sleep(0.4)
        meanwhile = [got.id for got in receiver.received]
        await until(lambda: ledger.all_are("delivered", 6))

    assert [id for id in meanwhile if id in held] == held[:1]
    assert [id for id in meanwhile if id in passing] == passing
    assert [got.id for got in receiver.received if got.id in held] == [held[0], *held]
    first, again = (got.at for got in receiver.received if got.id == held[0])
    assert 0.9 <= (again - first).total_seconds() <= 1.2


async def test_what_waits_already_keeps_to_the_order_once_it_is_asked_for(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    opened = await endpoint()
    place = f"{API}/webhooks/endpoints/{opened['id']}"
    lives = [new_id() for _ in range(4)]

    async with running(settings):
        await erp.post(f"{place}/pause")
        wanted = {life: add_life(world, life, range(1, 6)) for life in lives}
        await until(lambda: ledger.all_are("pending", 20))
        changed = await erp.patch(place, json={"in_order": True})
        receiver.behaviour = failing_once({events[2] for events in wanted.values()})
        await erp.post(f"{place}/resume")
        await until(lambda: ledger.all_are("delivered", 20))

    assert changed.status_code == 200, changed.text
    for events in wanted.values():
        came = [got.id for got in receiver.received if got.id in events]
        assert came == [*events[:3], *events[2:]]

"""Events leave the outbox, are signed, sent, tried again and given up, as the receiver sees it."""

from standardwebhooks import Webhook

from b2b.infrastructure.config import Settings
from tests.integration.messaging.machinery import (
    Endpoint,
    Ledger,
    add_event,
    running,
    until,
)
from tests.integration.messaging.receiver import Receiver
from tests.integration.world import World

API = "/api/integration/v1"


async def test_an_event_arrives_signed_once_and_is_delivered(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    opened = await endpoint("/hooks", "order.*")

    async with running(settings):
        event = add_event(world, "order.created", total="12.50")
        add_event(world, "stock.reserved")
        await until(lambda: ledger.all_are("delivered", 1))

    [got] = receiver.received
    Webhook(opened["secret"]).verify(got.body, dict(got.headers))
    assert got.id == event
    assert got.json["type"] == "order.created"
    assert got.json["data"] == {"number": "ORD-0", "total": "12.50", "sequence": 1}
    assert got.headers["content-type"] == "application/json"

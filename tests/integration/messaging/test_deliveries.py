"""Events leave the outbox, are signed, sent, tried again and given up, as the receiver sees it."""

from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest
from standardwebhooks import Webhook
from svix.webhooks import Webhook as SvixWebhook

from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import (
    Endpoint,
    Ledger,
    add_event,
    add_events,
    running,
    until,
)
from tests.integration.messaging.receiver import Receiver, Reply
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
    SvixWebhook(opened["secret"]).verify(got.body, dict(got.headers))
    assert got.id == event
    assert got.json["type"] == "order.created"
    assert got.json["data"] == {"number": "ORD-0", "total": "12.50", "sequence": 1}
    assert got.headers["content-type"] == "application/json"
    assert got.headers["payload-version"] == "2026-11"


async def test_failures_are_tried_again_on_time_and_then_given_up(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    receiver.behaviour = lambda _: Reply(status=500, body=b"broken " * 500)
    await endpoint()

    async with running(settings):
        event = add_event(world)
        await until(lambda: ledger.all_are("dead", 1), seconds=15)

    times = [got.at for got in receiver.received]
    pauses = [(later - earlier) / timedelta(seconds=1) for earlier, later in pairwise(times)]
    assert pauses == [pytest.approx(1, rel=0.1), pytest.approx(2, rel=0.1)]
    assert {got.id for got in receiver.received} == {event}
    assert len({got.headers["webhook-timestamp"] for got in receiver.received}) == 3
    assert [(number, status) for number, _, status, _ in ledger.attempts()] == [(1, 500), (2, 500), (3, 500)]


async def test_a_dead_delivery_is_sent_again_on_request_with_the_same_id(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    settings = msgspec.structs.replace(settings, webhook_fast_delays=())
    receiver.behaviour = lambda _: Reply(status=302, headers={"location": receiver.url("/elsewhere")})
    await endpoint()

    async with running(settings):
        event = add_event(world)
        await until(lambda: ledger.all_are("dead", 1))
        receiver.behaviour = lambda _: Reply()
        [dead] = (await erp.get(f"{API}/webhooks/deliveries?state=dead")).json()["items"]
        replayed = await erp.write(f"{API}/webhooks/deliveries/{dead['id']}/replay", None, key="again")
        again = await erp.write(f"{API}/webhooks/deliveries/{dead['id']}/replay", None, key="again")
        await until(lambda: ledger.all_are("delivered", 1))

    assert (replayed.status_code, again.headers["Idempotent-Replayed"]) == (202, "true")
    assert [got.id for got in receiver.received] == [event, event]
    assert receiver.of("/elsewhere") == []
    shown = (await erp.get(f"{API}/webhooks/deliveries/{dead['id']}")).json()
    assert [attempt["status"] for attempt in shown["attempts"]] == [302, 200]


async def test_a_period_is_sent_again_also_to_an_endpoint_that_came_later(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    await endpoint("/early", "order.*")

    async with running(settings):
        wanted = add_events(world, 3, "order.created")
        add_events(world, 2, "stock.reserved")
        await until(lambda: ledger.all_are("delivered", 3))
        await endpoint("/late", "*")
        period = {"from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z", "event_types": ["order.*"]}
        count = (await erp.write(f"{API}/webhooks/replays", period)).json()["count"]
        await until(lambda: len(receiver.received) == 9)
        await until(lambda: ledger.all_are("delivered", 6))

    assert count == 6
    assert {got.id for got in receiver.of("/late")} == set(wanted)


async def test_an_endpoint_that_is_gone_is_disabled_and_nothing_waits_for_it(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    receiver.behaviour = lambda _: Reply(status=410)
    opened = await endpoint()

    async with running(settings):
        add_events(world, 30)
        await until(lambda: ledger.all_are("dead", 30))
        add_event(world)
        await until(lambda: all(position for _, position in ledger.positions()))

    shown = (await erp.get(f"{API}/webhooks/endpoints/{opened['id']}")).json()
    assert (shown["state"], shown["state_reason"]) == ("disabled", "The endpoint answered 410 Gone.")
    assert ledger.states() == {"dead": 30}
    [dead] = (await erp.get(f"{API}/webhooks/deliveries?limit=1")).json()["items"]
    refused = await erp.write(f"{API}/webhooks/deliveries/{dead['id']}/replay", None)
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook.step_refused")


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_endpoint_is_left_alone_as_long_as_it_asks(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, status: int
) -> None:
    asked = iter([Reply(status=status, headers={"retry-after": "3"})])
    receiver.behaviour = lambda _: next(asked, Reply())
    await endpoint()

    async with running(settings):
        add_event(world)
        await until(lambda: ledger.states() == {"failed": 1})
        add_event(world)
        await until(lambda: ledger.all_are("delivered", 2))

    first, *later = receiver.received
    assert [(got.at - first.at) / timedelta(seconds=1) for got in later] == [pytest.approx(3, rel=0.1)] * 2


async def test_no_answer_in_time_is_a_failure(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    settings = msgspec.structs.replace(settings, webhook_timeout_seconds=1, webhook_fast_delays=())
    receiver.behaviour = lambda _: Reply(delay_seconds=3)
    await endpoint()

    async with running(settings):
        add_event(world)
        await until(lambda: ledger.all_are("dead", 1))

    [(_, _, status, error)] = ledger.attempts()
    assert (status, error) == (None, "No answer within 1 s.")


async def test_a_slow_endpoint_delays_nobody_else_and_is_asked_a_few_at_a_time(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint
) -> None:
    settings = msgspec.structs.replace(settings, webhook_timeout_seconds=5)
    receiver.behaviour = lambda got: Reply(delay_seconds=3.2 if "slow" in got.path else 0)
    for place in range(6):
        await endpoint(f"/slow/{place}", "order.created")
    await endpoint("/quick", "order.*")

    async with running(settings):
        add_events(world, 40)
        await until(lambda: len(receiver.of("/slow/0")) > 8, seconds=20)
        event = add_event(world, "order.approved")
        await until(lambda: any(got.id == event for got in receiver.of("/quick")), seconds=1)

    assert len(receiver.of("/quick")) == 41
    assert receiver.in_flight_max["/slow/0"] <= 8


async def test_events_wait_for_a_paused_endpoint(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    opened = await endpoint()
    place = f"{API}/webhooks/endpoints/{opened['id']}"

    async with running(settings):
        paused = await erp.post(f"{place}/pause")
        add_event(world)
        await until(lambda: ledger.all_are("pending", 1))
        twice = await erp.post(f"{place}/pause")
        before = len(receiver.received)
        resumed = await erp.post(f"{place}/resume")
        await until(lambda: ledger.all_are("delivered", 1))

    assert (paused.json()["state"], twice.status_code, resumed.json()["state"]) == ("paused", 409, "active")
    assert (before, len(receiver.received)) == (0, 1)


async def test_after_a_rotation_both_secrets_verify_for_a_day(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    opened = await endpoint()
    rotated = (await erp.post(f"{API}/webhooks/endpoints/{opened['id']}/secret-rotation")).json()

    async with running(settings):
        add_event(world)
        await until(lambda: ledger.all_are("delivered", 1))
        world.builder.connection.execute("update webhook_endpoints set previous_secret_until = now()")
        add_event(world)
        await until(lambda: ledger.all_are("delivered", 2))

    both, newest = receiver.received
    for secret in (opened["secret"], rotated["secret"]):
        Webhook(secret).verify(both.body, dict(both.headers))
    assert len(newest.headers["webhook-signature"].split()) == 1
    Webhook(rotated["secret"]).verify(newest.body, dict(newest.headers))


async def test_a_test_event_goes_to_one_endpoint_and_not_into_the_feed(
    settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger, erp: Client
) -> None:
    opened = await endpoint("/one")
    await endpoint("/other")

    async with running(settings):
        sent = await erp.post(f"{API}/webhooks/endpoints/{opened['id']}/test")
        await until(lambda: ledger.all_are("delivered", 1))

    assert sent.status_code == 202
    [got] = receiver.received
    assert (got.path, got.json["type"]) == ("/one", "webhook.test")
    assert (await erp.get(f"{API}/events")).json()["items"] == []

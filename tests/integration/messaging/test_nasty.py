"""A receiver that fails in every way: retries on time, nobody else delayed, and nothing lost."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from standardwebhooks import Webhook
from svix.webhooks import Webhook as SvixWebhook

from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.certificates import a_stranger
from tests.integration.messaging.machinery import Endpoint, Ledger, add_event, add_events, running, until
from tests.integration.messaging.nasty import FAULTS, slow_success
from tests.integration.messaging.receiver import Received, Receiver, Reply
from tests.integration.world import World

API = "/api/integration/v1"
# What is answered with a status, and is a failure all the same.
ANSWERS = {
    "redirect": Reply(status=307, headers={"location": "/trap"}),
    "error": Reply(status=500),
    "busy": Reply(status=429, headers={"retry-after": "3"}),
    "gone": Reply(status=410),
}
EVER = {"from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}
TLS = ("no_tls", "strange_tls")


@pytest.fixture
def strange(tmp_path: Path) -> Iterator[Receiver]:
    """One whose certificate nobody vouches for."""
    with Receiver(tls=a_stranger(tmp_path)) as running:
        yield running


def answer(got: Received) -> Reply:
    return ANSWERS.get(got.path.strip("/"), Reply())


def pauses(ledger: Ledger, endpoint_id: str) -> list[float]:
    """From an attempt's end until the next begins."""
    attempts = ledger.attempts_at(endpoint_id)
    return [
        (later - earlier).total_seconds() - milliseconds / 1000
        for (earlier, milliseconds), (later, _) in pairwise(attempts)
    ]


async def test_every_way_to_fail_keeps_the_schedule_delays_nobody_and_loses_nothing(
    world: World,
    settings: Settings,
    receiver: Receiver,
    strange: Receiver,
    endpoint: Endpoint,
    ledger: Ledger,
    erp: Client,
) -> None:
    settings = msgspec.structs.replace(
        settings, webhook_timeout_seconds=1, webhook_fast_delays=(2, 4), webhook_probe_seconds=1
    )
    failing = await _fail(endpoint, receiver, strange)
    sound = await endpoint("/sound", "*")
    slow = await endpoint("/slow_success", "fault.silence")
    secrets = {f"/{name}": made["secret"] for name, made in failing.items()}
    secrets |= {"/sound": sound["secret"], "/slow_success": slow["secret"]}
    sent: dict[str, datetime] = {}
    lag = 0.0

    async with running(settings):
        events = {}
        for name in failing:
            events[name] = add_event(world, f"fault.{name}")
            await asyncio.sleep(0.15)
        started = time.monotonic()
        while ledger.states().get("dead", 0) < len(failing):
            assert time.monotonic() - started < 20
            sent[add_event(world, "order.viewed")] = datetime.now(UTC)
            lag = max(lag, await oversleep(0.25))
        await until(lambda: len(receiver.of("/sound")) == len(sent) + len(events))
        waits = {name: pauses(ledger, made["id"]) for name, made in failing.items()}

        reached = len(receiver.received)
        await _mend(receiver, failing, erp)
        asked = (await erp.write(f"{API}/webhooks/replays", {**EVER, "states": ["dead"]})).json()
        await until(lambda: set(ledger.states()) == {"delivered"})

    _check_schedule(waits, lag)
    late = [got.at - sent[got.id] for got in receiver.of("/sound") if got.id in sent]
    assert len(late) == len(sent)
    assert max(late).total_seconds() < 1 + 4 * lag
    assert [got.id for got in receiver.of("/slow_success")] == [events["silence"]]
    assert asked["count"] == len(failing)
    again = {(got.path.strip("/"), got.id) for got in receiver.received[reached:]}
    assert again == set(events.items())
    assert (receiver.of("/trap"), strange.received) == ([], [])
    for got in receiver.received:
        _verify(got, secrets[got.path])


async def oversleep(seconds: float) -> float:
    """By how much this machine is late for what it meant to do, busy as it is with other things."""
    began = time.monotonic()
    await asyncio.sleep(seconds)
    return time.monotonic() - began - seconds


def _check_schedule(waits: Mapping[str, Sequence[float]], lag: float) -> None:
    """Within a tenth, and whatever a machine with much else to do adds to each of a wake-up's four hands."""
    for name, found in waits.items():
        kept = {"busy": (3, 4), "gone": ()}.get(name, (2, 4))
        assert len(found) == len(kept), name
        for wait, pause in zip(found, kept, strict=True):
            assert pause - 0.1 <= wait <= pause * 1.1 + 4 * lag, (name, found, lag)


async def _fail(endpoint: Endpoint, receiver: Receiver, strange: Receiver) -> dict[str, Any]:
    """An endpoint for each way to fail, and one that succeeds slowly."""
    receiver.behaviour = answer
    receiver.faults = {f"/{name}": fault for name, fault in FAULTS.items()}
    receiver.faults["/slow_success"] = slow_success
    urls = {
        "no_tls": receiver.url("/no_tls", "https"),
        "strange_tls": strange.url("/strange_tls", "https"),
    }
    return {
        name: await endpoint(f"/{name}", f"fault.{name}", url=urls.get(name))
        for name in (*FAULTS, *ANSWERS, *TLS)
    }


async def _mend(receiver: Receiver, failing: Mapping[str, Any], erp: Client) -> None:
    """Everything answers as it should, and is where it is asked for."""
    receiver.faults, receiver.behaviour = {}, lambda _: Reply()
    await erp.post(f"{API}/webhooks/endpoints/{failing['gone']['id']}/resume")
    for name in TLS:
        change = {"url": receiver.url(f"/{name}")}
        await erp.patch(f"{API}/webhooks/endpoints/{failing[name]['id']}", json=change)


def _verify(got: Received, secret: str) -> None:
    Webhook(secret).verify(got.body, dict(got.headers))
    SvixWebhook(secret).verify(got.body, dict(got.headers))


async def test_a_dead_endpoint_with_much_waiting_leaves_others_their_pace(
    world: World, settings: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    """Twelve that never answer, with hundreds waiting for each, and one that does."""
    settings = msgspec.structs.replace(settings, webhook_timeout_seconds=1)
    receiver.faults = {f"/dead/{place}": FAULTS["silence"] for place in range(12)}
    for place in range(12):
        await endpoint(f"/dead/{place}", "stock.changed")
    await endpoint("/sound", "order.created")

    async with running(settings):
        add_events(world, 200, "stock.changed")
        await until(lambda: len(receiver.received) > 100)
        sent: dict[str, Any] = {}
        for _ in range(20):
            sent[add_event(world, "order.created")] = datetime.now(UTC)
            await asyncio.sleep(0.1)
        await until(lambda: len(receiver.of("/sound")) == 20, seconds=2)

    # Behind them it would have taken minutes.
    assert max(got.at - sent[got.id] for got in receiver.of("/sound")).total_seconds() < 2

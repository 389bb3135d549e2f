"""What the gateway does on a real network with answers that are meant to hurt."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from b2b.application.messaging.ports import ClaimedDelivery
from b2b.domain.shared.ids import DeliveryId, EndpointId, EventId, new_id
from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.gateways.webhooks.adapter import HttpWebhookSender
from b2b.infrastructure.gateways.webhooks.signing import SealedSecretBox
from b2b.infrastructure.security.sealing import Seal
from tests.integration.messaging.receiver import Receiver, Reply


class Names:
    """A name service that answers something else each time it is asked."""

    def __init__(self) -> None:
        self.answers = [["127.0.0.1"]]
        self.asked: list[str] = []

    async def look_up(self, host: str, _: int) -> list[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Broken(Names):
    """Fails as anyio does on uvloop where a connection is reset as it is made."""

    async def look_up(self, host: str, _: int) -> list[str]:
        raise AttributeError(host)


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
async def sender(names: Names) -> AsyncIterator[HttpWebhookSender]:
    sender = a_sender(names)
    yield sender
    await sender.aclose()


def a_sender(names: Names) -> HttpWebhookSender:
    return HttpWebhookSender(
        SealedSecretBox(Seal(b"k" * 32)), SystemClock(), timeout=timedelta(seconds=1), look_up=names.look_up
    )


def a_delivery(url: str) -> ClaimedDelivery:
    endpoint_id = EndpointId(new_id())
    box = SealedSecretBox(Seal(b"k" * 32))
    return ClaimedDelivery(
        id=DeliveryId(new_id()),
        endpoint_id=endpoint_id,
        event_id=EventId(new_id()),
        url=url,
        sealed_secrets=(box.seal(box.new(), endpoint_id),),
        body=b'{"type":"order.created"}',
        attempts=0,
        claimed_until=datetime.now(UTC),
        payload_version="2026-11",
        failing=False,
    )


async def test_a_name_that_leads_inside_is_refused_and_nothing_is_sent(
    sender: HttpWebhookSender, receiver: Receiver
) -> None:
    attempt = await sender.send(
        a_delivery(f"http://innocent.example:{receiver.port}/"), private_allowed=False
    )

    assert (attempt.status, attempt.error) == (None, "The host leads to a private address.")
    assert receiver.received == []


async def test_a_library_that_fails_in_its_own_way_is_a_failed_attempt_like_any_other() -> None:
    async with aclosing(a_sender(Broken())) as broken:
        attempt = await broken.send(a_delivery("http://reset.example/"), private_allowed=True)

    assert (attempt.status, attempt.error) == (None, "The request broke off: AttributeError.")


async def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_connected_to(
    sender: HttpWebhookSender, receiver: Receiver, names: Names
) -> None:
    # To be rebound after the check would need a second question; there is none, so nothing arrives inside.
    names.answers = [["203.0.113.1"], ["127.0.0.1"]]
    await sender.send(a_delivery(f"http://rebound.example:{receiver.port}/"), private_allowed=True)

    assert names.asked == ["rebound.example"]
    assert receiver.received == []


async def test_a_connection_opened_for_one_policy_is_not_used_by_the_other(
    sender: HttpWebhookSender, receiver: Receiver
) -> None:
    delivery = a_delivery(f"http://shared.example:{receiver.port}/")
    allowed = await sender.send(delivery, private_allowed=True)
    refused = await sender.send(delivery, private_allowed=False)

    assert (allowed.status, refused.status) == (200, None)
    assert receiver.received[0].headers["host"] == f"shared.example:{receiver.port}"


async def test_an_endless_answer_is_read_no_further_than_its_beginning(
    sender: HttpWebhookSender, receiver: Receiver
) -> None:
    receiver.behaviour = lambda _: Reply(status=500, body=b"\0\xffx" * 3_000_000)

    attempt = await sender.send(a_delivery(receiver.url()), private_allowed=True)

    assert attempt.status == 500
    assert attempt.excerpt is not None
    assert len(attempt.excerpt) <= 1000
    assert "\0" not in attempt.excerpt


async def test_secrets_that_an_answer_repeats_are_not_kept(
    sender: HttpWebhookSender, receiver: Receiver
) -> None:
    said = b'{"error":"denied","api_key":"k-123","sent":"Bearer abc.def"} password=hunter2&x=1 whsec_c2VjcmV0'
    receiver.behaviour = lambda _: Reply(status=401, body=said)

    attempt = await sender.send(a_delivery(receiver.url()), private_allowed=True)

    assert attempt.excerpt == (
        '{"error":"denied","api_key":"***","sent":"Bearer ***"} password=***&x=1 whsec_***'
    )


async def test_a_redirect_is_answered_with_a_failure_and_not_followed(
    sender: HttpWebhookSender, receiver: Receiver
) -> None:
    receiver.behaviour = lambda _: Reply(status=307, headers={"location": receiver.url("/trap")})

    attempt = await sender.send(a_delivery(receiver.url()), private_allowed=True)

    assert (attempt.succeeded, receiver.of("/trap")) == (False, [])


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [(Reply(delay_seconds=2), "No answer within 1 s."), (Reply(status=500), "The endpoint answered 500.")],
)
async def test_what_goes_wrong_is_said_in_a_sentence(
    sender: HttpWebhookSender, receiver: Receiver, behaviour: Reply, error: str
) -> None:
    receiver.behaviour = lambda _: behaviour

    attempt = await sender.send(a_delivery(receiver.url()), private_allowed=True)

    assert attempt.error == error


async def test_nobody_at_the_door_and_a_broken_seal_are_failures_and_no_exceptions(
    sender: HttpWebhookSender,
) -> None:
    shut = await sender.send(a_delivery("http://127.0.0.1:1/"), private_allowed=True)
    delivery = a_delivery("http://127.0.0.1:1/")
    stranger = replace(delivery, endpoint_id=EndpointId(new_id()))
    broken = await sender.send(stranger, private_allowed=True)

    assert (shut.status, shut.timed_out, broken.status) == (None, False, None)
    assert broken.error == "The signing secret cannot be opened; rotate it."

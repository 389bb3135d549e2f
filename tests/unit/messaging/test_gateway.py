"""Signing, sealing and the network below, without a network."""

from datetime import UTC, datetime, timedelta

import httpcore
import pytest
from standardwebhooks import Webhook
from svix.webhooks import Webhook as SvixWebhook

from b2b.domain.shared.ids import EndpointId, new_id
from b2b.infrastructure.gateways.webhooks.adapter import retry_after
from b2b.infrastructure.gateways.webhooks.network import AddressRefused, CheckedNetwork
from b2b.infrastructure.gateways.webhooks.signing import SealedSecretBox, signed_headers
from b2b.infrastructure.security.sealing import Seal, SealBroken

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_the_official_vector_is_signed_as_it_should_be() -> None:
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1614265330"


def test_the_libraries_that_receivers_use_verify_each_of_two_secrets() -> None:
    box = SealedSecretBox(Seal(b"k" * 32))
    older, newer = box.new(), box.new()

    headers = signed_headers("evt_1", datetime.now(UTC), b'{"a":1}', [newer, older])

    for secret in (older, newer):
        assert Webhook(secret).verify(b'{"a":1}', headers) == {"a": 1}
        SvixWebhook(secret).verify(b'{"a":1}', headers)


def test_a_sealed_secret_opens_only_for_its_endpoint_and_with_its_key() -> None:
    box, one, other = SealedSecretBox(Seal(b"k" * 32)), EndpointId(new_id()), EndpointId(new_id())
    sealed = box.seal("whsec_c2VjcmV0", one)

    assert box.open(sealed, one) == "whsec_c2VjcmV0"
    for strange, endpoint in ((box, other), (SealedSecretBox(Seal(b"x" * 32)), one)):
        with pytest.raises(SealBroken):
            strange.open(sealed, endpoint)
    for damaged in (b"", sealed[:5], sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x02" + sealed[1:]):
        with pytest.raises(SealBroken):
            box.open(damaged, one)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Sat, 21 Nov 2026 09:01:00 GMT", 60),
        ("Sat, 21 Nov 2026 08:00:00 GMT", 0),
        ("soon", None),
        ("-3", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))


def test_a_retry_after_beyond_all_measure_is_no_error() -> None:
    assert retry_after("9" * 500, NOW) is not None


async def test_one_private_address_among_public_ones_is_refused() -> None:
    async def look_up(_: str, __: int) -> list[str]:
        return ["93.184.216.34", "127.0.0.1"]

    with pytest.raises(AddressRefused):
        await CheckedNetwork(look_up, private_allowed=False).connect_tcp("mixed.example", 80)


async def test_a_name_that_nobody_knows_is_a_failed_connection() -> None:
    async def look_up(_: str, __: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(httpcore.ConnectError):
        await CheckedNetwork(look_up, private_allowed=True).connect_tcp("nowhere.example", 80)

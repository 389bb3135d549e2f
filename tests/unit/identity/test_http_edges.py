"""Addresses behind proxies, limits as headers, versions as ETags."""

from typing import Any

import pytest

from b2b.api_shared.origin import client_address, headers_of, origin_of
from b2b.api_shared.preconditions import etag, read_version
from b2b.api_shared.rate_limit import Quotas, limit_headers, refusal
from b2b.application.shared.access import NOWHERE, Actor, ActorKind, Origin, anonymous_actor
from b2b.application.shared.limits import LET_THROUGH, Allowance, Limit, Verdict
from b2b.application.shared.versions import VersionMissing, VersionPassed, check_version
from b2b.domain.shared.ids import ApiKeyId, TenantId, UserId, new_id

TENANT = TenantId(new_id())


def a_scope(client: str, *headers: tuple[str, str]) -> Any:
    return {
        "client": (client, 5000),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        "state": {"request_id": "r-1"},
    }


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 192.0.2.2", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "unknown", None),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(proxies: int, forwarded: str, seen: str | None) -> None:
    scope = a_scope("203.0.113.9", ("x-forwarded-for", forwarded))

    assert client_address(scope, headers_of(scope), trusted_proxies=proxies) == seen


def test_lines_of_forwarding_are_one_list() -> None:
    scope = a_scope("203.0.113.9", ("X-Forwarded-For", "1.1.1.1"), ("x-forwarded-for", "198.51.100.1"))

    assert client_address(scope, headers_of(scope), trusted_proxies=1) == "198.51.100.1"


def test_an_origin_fits_the_audit_trail() -> None:
    scope = a_scope("testclient", ("user-agent", "x" * 1000 + "\0"))

    origin = origin_of(scope, headers_of(scope), trusted_proxies=0)

    assert origin == Origin(ip=None, user_agent="x" * 400, request_id="r-1")


def test_limits_stand_in_two_headers() -> None:
    limit = Limit(name="user", subject="1", quota=100)
    verdict = Verdict(
        allowed=True, allowances=(Allowance(limit=limit, quota=50, remaining=42, reset_seconds=18),)
    )

    assert limit_headers(verdict) == [
        (b"ratelimit-policy", b'"user";q=50;w=60'),
        (b"ratelimit", b'"user";r=42;t=18'),
    ]
    assert limit_headers(LET_THROUGH) == []


def test_who_is_refused_waits_for_the_last_exhausted_limit() -> None:
    def given(remaining: int, reset: int) -> Allowance:
        limit = Limit(name="user", subject="1", quota=100)
        return Allowance(limit=limit, quota=100, remaining=remaining, reset_seconds=reset)

    verdict = Verdict(allowed=False, allowances=(given(0, 7), given(0, 30), given(5, 60)))

    assert refusal(verdict).facts == {"retry_after": 30}


def test_each_caller_has_a_limit_of_their_own() -> None:
    quotas = Quotas(address=1000, user=100, page=300, api_key=500)
    person = Actor(kind=ActorKind.DEALER, tenant_id=TENANT, permissions=frozenset(), user_id=UserId(new_id()))
    machine = Actor(
        kind=ActorKind.MACHINE, tenant_id=TENANT, permissions=frozenset(), api_key_id=ApiKeyId(new_id())
    )

    assert [limit.quota for limit in quotas.of_caller(person)] == [100]
    assert [limit.quota for limit in quotas.of_caller(person, page=True)] == [300]
    assert [limit.quota for limit in quotas.of_caller(machine)] == [500]
    assert quotas.of_caller(anonymous_actor(TENANT)) == []
    assert quotas.of_address(NOWHERE) == []
    assert quotas.of_address(Origin(ip="192.0.2.1"))[0].quota == 1000


def test_an_edit_names_the_version_that_was_read() -> None:
    assert etag(3) == '"3"'
    assert read_version('"3"') == 3
    assert read_version("*") is None
    with pytest.raises(VersionMissing):
        read_version(None)
    with pytest.raises(VersionPassed):
        read_version('W/"3"')
    with pytest.raises(VersionPassed):
        check_version(4, 3)
    check_version(4, None)

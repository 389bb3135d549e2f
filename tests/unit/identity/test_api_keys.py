from datetime import UTC, datetime, timedelta

import pytest

from b2b.application.identity.scopes import PERMISSIONS_BY_SCOPE, SCOPES, permissions_of
from b2b.application.shared.access import Permission
from b2b.domain.identity.api_keys import ApiKey, KeySecret, KeyTerms, address_allowed
from b2b.domain.identity.errors import (
    ApiKeyExpired,
    ApiKeyRevoked,
    ExpiryInThePast,
    InvalidNetwork,
    InvalidTenantCode,
    LimitOutOfRange,
    OverlapOutOfRange,
    ScopeUnknown,
)
from b2b.domain.identity.tenants import tenant_code
from b2b.domain.shared.ids import ApiClientId, ApiKeyId, new_id

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def a_key(terms: KeyTerms) -> ApiKey:
    return ApiKey(
        id=ApiKeyId(new_id()),
        client_id=ApiClientId(new_id()),
        name="main",
        secret=KeySecret(prefix="abc", hash=b"\1" * 32),
        terms=terms,
        known_scopes=SCOPES,
        at=NOW,
    )


def test_a_key_has_only_scopes_that_exist() -> None:
    with pytest.raises(ScopeUnknown):
        a_key(KeyTerms(scopes=["orders:read", "orders:delete"]))


def test_a_key_does_not_expire_before_it_is_made() -> None:
    with pytest.raises(ExpiryInThePast):
        a_key(KeyTerms(scopes=["orders:read"], expires_at=NOW))
    later = NOW + timedelta(seconds=1)
    assert a_key(KeyTerms(scopes=["orders:read"], expires_at=later)).expires_at == later


def test_networks_are_addresses_or_cidr() -> None:
    key = a_key(KeyTerms(scopes=[], allowed_networks=["10.1.2.3/8", "192.0.2.7", "2001:db8::/32"]))

    assert key.allowed_networks == ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]
    with pytest.raises(InvalidNetwork):
        a_key(KeyTerms(scopes=[], allowed_networks=["ten.example"]))


def test_a_key_is_revoked_once_for_good() -> None:
    key = a_key(KeyTerms(scopes=["orders:read"]))

    key.revoke(reason="Leaked.", at=NOW)

    assert (key.revoked_at, key.revoked_reason) == (NOW, "Leaked.")
    with pytest.raises(ApiKeyRevoked):
        key.revoke(reason="Again.", at=NOW)


def test_a_rotated_key_has_the_former_secret_beside_the_new_one_and_none_before_that() -> None:
    key = a_key(KeyTerms(scopes=["orders:read"]))

    key.rotate(b"\2" * 32, overlap=timedelta(hours=24), at=NOW)
    assert (key.secret_hash, key.previous_hash) == (b"\2" * 32, b"\1" * 32)
    assert (key.secret_version, key.previous_until) == (2, NOW + timedelta(hours=24))

    key.rotate(b"\3" * 32, overlap=timedelta(0), at=NOW)
    assert (key.secret_hash, key.previous_hash) == (b"\3" * 32, b"\2" * 32)
    assert (key.secret_version, key.previous_until) == (3, NOW)


@pytest.mark.parametrize("overlap", [timedelta(seconds=-1), timedelta(days=30, seconds=1)])
def test_a_former_secret_does_not_live_on_for_months(overlap: timedelta) -> None:
    key = a_key(KeyTerms(scopes=["orders:read"]))

    with pytest.raises(OverlapOutOfRange):
        key.rotate(b"\2" * 32, overlap=overlap, at=NOW)

    assert (key.secret_version, key.secret_hash) == (1, b"\1" * 32)


def test_what_has_ended_is_neither_rotated_nor_changed() -> None:
    expired = a_key(KeyTerms(scopes=["orders:read"], expires_at=NOW + timedelta(seconds=1)))
    revoked = a_key(KeyTerms(scopes=["orders:read"]))
    revoked.revoke(reason="Leaked.", at=NOW)
    later = NOW + timedelta(seconds=1)

    for key, refusal in ((expired, ApiKeyExpired), (revoked, ApiKeyRevoked)):
        with pytest.raises(refusal):
            key.rotate(b"\2" * 32, overlap=timedelta(0), at=later)
        with pytest.raises(refusal):
            key.allow_from(["10.0.0.0/8"], at=later)
        with pytest.raises(refusal):
            key.limit_to(5, at=later)


def test_from_where_and_how_often_is_changed_while_it_lives() -> None:
    key = a_key(KeyTerms(scopes=["orders:read"], allowed_networks=["192.0.2.7"], requests_per_minute=600))

    key.allow_from(["10.0.0.1/8", "10.0.0.0/8", "2001:db8::/32"], at=NOW)
    key.limit_to(None, at=NOW)

    assert key.allowed_networks == ["10.0.0.0/8", "2001:db8::/32"]
    assert key.requests_per_minute is None
    for wrong in (0, -1, 1_000_001):
        with pytest.raises(LimitOutOfRange):
            key.limit_to(wrong, at=NOW)
    with pytest.raises(InvalidNetwork):
        key.allow_from(["ten.example"], at=NOW)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("10.200.0.1", True),
        ("::ffff:10.200.0.1", True),
        ("11.0.0.1", False),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        (None, False),
    ],
)
def test_only_named_networks_may_use_a_key(address: str | None, *, allowed: bool) -> None:
    assert address_allowed(address, ["10.0.0.0/8", "2001:db8::/32"]) is allowed


def test_without_networks_a_key_is_used_from_anywhere() -> None:
    assert address_allowed(None, [])


def test_scopes_grant_what_the_table_says_and_forgotten_ones_nothing() -> None:
    assert permissions_of(["orders:read", "gone:read"]) == {
        Permission.ORDERS_VIEW,
        Permission.ORDERS_EXPORT,
    }
    assert all(PERMISSIONS_BY_SCOPE[scope] for scope in SCOPES)


@pytest.mark.parametrize("code", ["", "a", "A-b", "1ab", "with_underscore", "x" * 41, "a\n"])
def test_a_tenants_code_can_stand_in_a_key(code: str) -> None:
    with pytest.raises(InvalidTenantCode):
        tenant_code(code)
    assert tenant_code("demo-2") == "demo-2"

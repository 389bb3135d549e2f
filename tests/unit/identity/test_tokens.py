import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from b2b.application.identity.ports import Bearer
from b2b.application.shared.access import Permission
from b2b.domain.identity.errors import TokenExpired, TokenInvalid
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId, new_id
from b2b.infrastructure.security.tokens import WEB_AUDIENCE, JwtAccessTokens

SECRET = "s" * 64
TOKENS = JwtAccessTokens(SECRET, lifetime=timedelta(minutes=15))
BEARER = Bearer(
    tenant_id=TenantId(new_id()),
    user_id=UserId(new_id()),
    session_id=SessionId(new_id()),
    customer_id=CustomerId(new_id()),
    access_version=3,
    email="ayse@bayi.example",
    roles=frozenset({"owner"}),
    permissions=frozenset({Permission.ORDERS_VIEW, Permission.CART_EDIT}),
)


def now() -> datetime:
    return datetime.now(UTC)


def claims() -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(
        TOKENS.issue(BEARER, at=now()), SECRET, algorithms=["HS256"], audience="b2b-portal"
    )
    return found


def signed(changed: dict[str, Any], *, secret: str = SECRET, typ: str = "at+jwt", alg: str = "HS256") -> str:
    return jwt.encode(changed, secret, algorithm=alg, headers={"typ": typ})


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_token_says_who_carries_it() -> None:
    at = now().replace(microsecond=0)

    assert TOKENS.read(TOKENS.issue(BEARER, at=at)) == replace(BEARER, issued_at=at)


def test_a_browsers_token_opens_no_door_of_the_api() -> None:
    ours = JwtAccessTokens(SECRET, lifetime=timedelta(minutes=15), audience=WEB_AUDIENCE)

    with pytest.raises(TokenInvalid):
        TOKENS.read(ours.issue(BEARER, at=now()))
    with pytest.raises(TokenInvalid):
        ours.read(TOKENS.issue(BEARER, at=now()))


def test_its_claims_are_those_that_clients_were_promised() -> None:
    found = claims()

    assert found["sub"] == str(BEARER.user_id)
    assert found["email"] == "ayse@bayi.example"
    assert found["role"] == ["owner"]
    assert found["customer_id"] == str(BEARER.customer_id)
    assert found["exp"] - found["iat"] == 15 * 60


def test_an_old_token_has_expired() -> None:
    token = TOKENS.issue(BEARER, at=now() - timedelta(minutes=16))

    with pytest.raises(TokenExpired):
        TOKENS.read(token)


FORGED: dict[str, Callable[[], str]] = {
    "another secret": lambda: signed(claims(), secret="x" * 64),
    "another audience": lambda: signed(claims() | {"aud": "somebody"}),
    "another issuer": lambda: signed(claims() | {"iss": "somebody"}),
    "another type": lambda: signed(claims(), typ="JWT"),
    "another algorithm": lambda: signed(claims(), alg="HS512"),
    "no algorithm": lambda: f"{part({'alg': 'none', 'typ': 'at+jwt'})}.{part(claims())}.",
    "no algorithm, in other letters": lambda: f"{part({'alg': 'nOnE', 'typ': 'at+jwt'})}.{part(claims())}.",
    "no expiry": lambda: signed({name: value for name, value in claims().items() if name != "exp"}),
    "an expiry of words": lambda: signed(claims() | {"exp": "tomorrow"}),
    "no session": lambda: signed({name: value for name, value in claims().items() if name != "sid"}),
    "an id that is none": lambda: signed(claims() | {"sub": "root"}),
    "a version that is none": lambda: signed(claims() | {"ver": "3"}),
    "nothing": lambda: "",
    "words": lambda: "a.b.c",
    "an exchanged body": lambda: ".".join(
        (
            (token := TOKENS.issue(BEARER, at=now())).split(".")[0],
            part(claims() | {"permissions": ["credit.edit"]}),
            token.split(".")[2],
        )
    ),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_token_that_we_did_not_sign_in_this_form_is_invalid(forgery: str) -> None:
    with pytest.raises(TokenInvalid):
        TOKENS.read(FORGED[forgery]())


def test_a_permission_that_no_longer_exists_grants_nothing() -> None:
    token = signed(claims() | {"permissions": ["orders.view", "gone.forever"]})

    assert TOKENS.read(token).permissions == {Permission.ORDERS_VIEW}

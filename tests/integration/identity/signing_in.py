"""Steps that tests of signing in share."""

from typing import Any

import httpx

from tests.integration.clients import Client
from tests.integration.identity.conftest import PASSWORD

TOKEN = "/api/v1/auth/token"
REFRESH = "/api/v1/auth/refresh"
LOGOUT = "/api/v1/auth/logout"
ME = "/api/v1/me"


async def attempt(
    portal: Client,
    *,
    email: str = "owner@d-1.example",
    partner_code: str | None = "D-1",
    password: str = PASSWORD,
) -> httpx.Response:
    body = {"email": email, "password": password, "partner_code": partner_code}
    return await portal.post(TOKEN, json=body)


async def sign_in(portal: Client, **who: Any) -> dict[str, Any]:
    answer = await attempt(portal, **who)
    assert answer.status_code == 200, answer.text
    pair: dict[str, Any] = answer.json()
    return pair


async def refresh(portal: Client, token: str) -> httpx.Response:
    return await portal.post(REFRESH, json={"refresh_token": token})


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]

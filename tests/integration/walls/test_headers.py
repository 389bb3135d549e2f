"""What every answer says to browsers and caches, on both APIs, also where nothing is served."""

import re

import pytest

from tests.integration.clients import Client
from tests.integration.walls.people import ALFA, Neighbourhood

API = {"portal": "/api/v1", "integration": "/api/integration/v1"}


@pytest.fixture(params=list(API))
def api(
    request: pytest.FixtureRequest, portal_of_all: Client, integration_of_all: Client
) -> tuple[Client, str]:
    client = portal_of_all if request.param == "portal" else integration_of_all
    return client, API[request.param]


@pytest.mark.parametrize(
    "path", ["{api}/orders", "{api}/nothing-here", "/", "/health/live", "/schema", "/%00"]
)
async def test_every_answer_is_safe_for_a_browser(path: str, api: tuple[Client, str]) -> None:
    client, prefix = api

    answer = await client.get(path.format(api=prefix))

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # A page's own forms need to know where they were sent from; nobody else is told.
    assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"]
    assert answer.headers["X-Request-Id"]
    assert "Strict-Transport-Security" not in answer.headers
    assert "Server" not in answer.headers


async def test_browsers_are_told_to_stay_on_https(api: tuple[Client, str]) -> None:
    client, prefix = api

    answer = await client.get(f"{prefix}/orders", headers={"X-Forwarded-Proto": "https"})

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


async def test_what_is_a_persons_own_is_not_stored(
    portal_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    buyer = portal_of_all.as_user(neighbourhood.ours.dealers[ALFA].token("owner"))

    account = await buyer.get("/api/v1/account")
    product = await buyer.get("/api/v1/products/ALFA-SKU")

    assert account.headers["Cache-Control"] == "no-store"
    assert product.headers["Cache-Control"] == "private, no-cache"


async def test_an_unknown_path_is_a_problem_with_the_callers_request_id(api: tuple[Client, str]) -> None:
    client, prefix = api

    answer = await client.get(f"{prefix}/nothing-here", headers={"X-Request-Id": "mine-42"})

    assert (answer.status_code, answer.json()["code"]) == (404, "resource.not_found")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["X-Request-Id"] == answer.json()["request_id"] == "mine-42"


async def test_a_method_that_is_not_offered_is_answered_with_those_that_are(api: tuple[Client, str]) -> None:
    client, prefix = api

    answer = await client.request("PATCH", f"{prefix}/orders")

    assert (answer.status_code, answer.json()["code"]) == (405, "request.method_not_allowed")
    assert "GET" in answer.headers["Allow"]


async def test_head_is_get_without_the_body(portal_of_all: Client, neighbourhood: Neighbourhood) -> None:
    buyer = portal_of_all.as_user(neighbourhood.ours.dealers[ALFA].token("owner"))

    whole = await buyer.get("/api/v1/products/ALFA-SKU")
    head = await buyer.head("/api/v1/products/ALFA-SKU")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


async def test_no_other_origin_may_call(api: tuple[Client, str]) -> None:
    client, prefix = api
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    asked = await client.options(f"{prefix}/orders", headers=headers)
    read = await client.get(f"{prefix}/orders", headers={"Origin": "https://evil.example"})

    assert asked.status_code in {204, 401}
    assert not [name for name in [*asked.headers, *read.headers] if name.startswith("access-control")]


@pytest.mark.parametrize("name", ["", "/page.js", "/page.css", "/openapi.json"])
async def test_the_documents_are_shown_without_anything_from_elsewhere(
    name: str, api: tuple[Client, str]
) -> None:
    client, _ = api

    answer = await client.get(f"/schema{name}")

    assert answer.status_code == 200
    if name != "/openapi.json":
        assert re.findall(r"(?:https?:)?//[a-z0-9.]+\.[a-z]{2,}", answer.text) == []
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_a_document_that_is_not_there_is_not_found(api: tuple[Client, str]) -> None:
    client, _ = api

    assert (await client.get("/schema/other.json")).status_code == 404

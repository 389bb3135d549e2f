"""The document that partners read, as it is served: whole, packed, and without anything from elsewhere."""

import re

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import PATH
from tests.integration.world import World


async def test_the_page_that_explains_the_api_loads_nothing_from_elsewhere(integration: Client) -> None:
    page = await integration.get("/schema")
    document = await integration.get("/schema/openapi.json")

    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert loaded
    assert all(address.startswith(("/schema/", "data:")) for address in loaded)
    assert document.headers["Content-Encoding"] == "gzip"
    assert document.json()["openapi"] == "3.1.0"


async def test_answers_are_packed_and_kept_by_nobody(integration: Client, world: World) -> None:
    erp = integration.as_key(world.add_api_key())
    body = {"items": [{"external_id": f"P-{place}"} for place in range(50)]}

    refused = await erp.post(f"{PATH}/products", json=body)
    short = await erp.get(f"{PATH}/events")

    assert refused.json()["failed"] == 50
    assert refused.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in short.headers
    assert refused.headers["Cache-Control"] == short.headers["Cache-Control"] == "no-store"

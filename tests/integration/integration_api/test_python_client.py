"""What partners install from clients/python, against the running API."""

import asyncio
from io import BytesIO

import httpx
import pytest
from b2b_integration_client import AuthenticatedClient
from b2b_integration_client.api.catalogue import get_sync_status, push_products
from b2b_integration_client.api.events import list_events
from b2b_integration_client.api.orders import acknowledge_order, export_order, export_orders
from b2b_integration_client.api.prices import push_prices
from b2b_integration_client.api.webhooks import create_webhook_endpoint, remove_webhook_endpoint
from b2b_integration_client.models import (
    CreateWebhookEndpoint,
    OrderDocument,
    OrderDocumentPage,
    PriceItem,
    PriceItemLevel,
    PricePush,
    Problem,
    ProductItem,
    ProductPush,
    PushResult,
    WebhookEndpointCreated,
)
from b2b_integration_client.types import File

from tests.integration.clients import Client
from tests.integration.world import World

PEN = ProductItem(external_id="P-1", source_version=1, sku="PEN-BLUE", name="Mavi Kalem", vat_rate="20")


@pytest.fixture
def erp(integration: Client, world: World) -> AuthenticatedClient:
    key = world.add_api_key()
    made = AuthenticatedClient(
        base_url="http://testserver", token=key, auth_header_name="X-API-Key", prefix=""
    )
    return made.set_async_httpx_client(integration.as_key(key))


async def test_what_is_pushed_is_answered_item_by_item(erp: AuthenticatedClient) -> None:
    wrong = ProductItem(external_id="P-2", source_version=1, sku="not a sku", name="?", vat_rate="20")
    price = PriceItem(
        external_id="L-1",
        source_version=1,
        sku="PEN-BLUE",
        level=PriceItemLevel.LIST,
        unit_price="12.50",
        currency="TRY",
    )

    pushed = await push_products.asyncio(client=erp, body=ProductPush(items=[PEN, wrong]))
    priced = await push_prices.asyncio(client=erp, body=PricePush(items=[price]))
    status = await get_sync_status.asyncio(client=erp)

    assert isinstance(pushed, PushResult)
    assert (pushed.created, pushed.failed, pushed.results[0].external_id) == (1, 1, "P-2")
    assert isinstance(priced, PushResult)
    assert priced.created == 1
    assert status is not None


async def test_lines_are_sent_as_they_are(integration: Client, world: World) -> None:
    """By the synchronous half of the client, which programs that load a file use."""
    app, loop = integration.as_key(world.add_api_key()), asyncio.get_running_loop()

    def passed_on(request: httpx.Request) -> httpx.Response:
        asked = app.request(request.method, request.url, content=request.read(), headers=request.headers)
        answer = asyncio.run_coroutine_threadsafe(asked, loop).result()
        return httpx.Response(answer.status_code, content=answer.content)

    client = httpx.Client(base_url="http://testserver", transport=httpx.MockTransport(passed_on))
    erp = AuthenticatedClient(base_url="http://testserver", token="").set_httpx_client(client)
    lines = b"".join(
        b'{"external_id": "L%d", "source_version": 1, "sku": "L%d", "name": "L", "vat_rate": "20"}\n' % (n, n)
        for n in range(1500)
    )

    pushed = await asyncio.to_thread(push_products.sync, client=erp, body=File(payload=BytesIO(lines)))

    assert isinstance(pushed, PushResult)
    assert pushed.created == 1500


async def test_an_order_is_found_read_and_acknowledged(
    erp: AuthenticatedClient, portal: Client, world: World
) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    number = (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 2)))).json()["number"]

    waiting = await export_orders.asyncio(client=erp, acknowledged=False)
    taken = await acknowledge_order.asyncio(number, client=erp)
    missing = await export_order.asyncio("ORD-NONE", client=erp)

    assert isinstance(waiting, OrderDocumentPage)
    assert [order.number for order in waiting.items] == [number]
    assert isinstance(taken, OrderDocument)
    assert taken.acknowledged_at
    assert taken.lines[0].quantity == 2
    assert isinstance(missing, Problem)
    assert missing.code == "order.not_found"


async def test_an_endpoint_is_opened_and_closed_and_the_feed_is_read(erp: AuthenticatedClient) -> None:
    wanted = CreateWebhookEndpoint(url="https://erp.example.com/b2b", event_types=["order.*"])

    opened = await create_webhook_endpoint.asyncio(client=erp, body=wanted)
    assert isinstance(opened, WebhookEndpointCreated)
    closed = await remove_webhook_endpoint.asyncio_detailed(opened.endpoint.id, client=erp)
    feed = await list_events.asyncio(client=erp, types=["order.*"])

    assert opened.secret.startswith("whsec_")
    assert closed.status_code == 204
    assert feed is not None

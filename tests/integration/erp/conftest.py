from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

import pytest

from b2b.infrastructure.config import Settings
from demo.logo.app import ISTANBUL, Logo
from demo.logo.goods import FIRST, arp, item
from tests.integration.clients import Client
from tests.integration.erp.connecting import Link, MovableClock, linked
from tests.integration.erp.serving import Service, serving
from tests.integration.world import World

MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=ISTANBUL)


@pytest.fixture
def logo() -> Logo:
    """Knows the world's dealers and products under the codes that the world has for them."""
    made = Logo()
    for code in ("D-1", "D-2"):
        made.books.add("Arps", FIRST, arp(f"erp-{code}", f"Dealer {code}"), MORNING)
    for place in range(1, 4):
        made.books.add("items", FIRST, item(f"SKU-{place}"), MORNING + timedelta(seconds=place))
    return made


@pytest.fixture
def service(logo: Logo) -> Iterator[Service]:
    with serving(logo) as running:
        yield running


@pytest.fixture
async def link(settings: Settings, world: World, service: Service) -> AsyncIterator[Link]:
    world.builder.connection.execute("update products set external_id = sku, source = 'erp'")
    async with linked(settings, world, MovableClock()) as made:
        await made.connect(service.url)
        yield made


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())

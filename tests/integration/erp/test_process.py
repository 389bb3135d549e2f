"""The connector as a process and from the terminal."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from click.testing import CliRunner

from b2b.application.integration.erp.ports import ErpAway, ErpStream
from b2b.cli import root
from b2b.commands._supervisor import plan
from b2b.infrastructure.config import Settings, variable
from b2b.infrastructure.embedded.processes import free_port
from demo.logo.app import Logo
from demo.logo.goods import FIRST, arp, invoice, item, sold
from tests.integration.clients import Client
from tests.integration.erp.conftest import MORNING
from tests.integration.erp.connecting import Link, place
from tests.integration.erp.serving import Service
from tests.integration.messaging.machinery import until
from tests.integration.messaging.receiver import Receiver, Reply
from tests.integration.world import World

TOLD = ("home", "database_url", "database_owner_url", "redis_url", "jwt_secret", "secrets_key")


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    told = {variable(name): str(getattr(settings, name)) for name in TOLD}
    return told | {"B2B_LOGO_METRICS_PORT": str(free_port())}


@pytest.fixture
def process(environment: dict[str, str], link: Link) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "b2b", "logo", "run"]
    with subprocess.Popen(command, env={**os.environ, **environment}) as running:
        yield running
        if running.poll() is None:
            running.kill()


async def in_terminal(environment: dict[str, str], *words: str) -> str:
    """What the command printed; commands run event loops of their own, so they get a thread."""
    terminal = CliRunner(env=environment | {"LOGO_PASSWORD": "LOGO"})
    done = await asyncio.to_thread(terminal.invoke, root, ["logo", *words, "--tenant", "demo"])
    return str(done.output)


async def test_the_process_reads_and_writes_and_gives_its_licence_back(
    process: subprocess.Popen[bytes],
    link: Link,
    logo: Logo,
    buyer: Client,
    world: World,
    environment: dict[str, str],
) -> None:
    number = await place(buyer, world)
    await link.publish()

    await until(lambda: logo.books.all("salesOrders", FIRST), seconds=60)
    read = "select count(*) from erp_cursors where completed_at is not null"
    await until(lambda: world.one(read) == len(ErpStream), seconds=30)
    health = await asyncio.to_thread(
        httpx.get, f"http://127.0.0.1:{environment['B2B_LOGO_METRICS_PORT']}/health/ready"
    )
    process.send_signal(signal.SIGTERM)
    status = await asyncio.to_thread(process.wait, 20)

    assert [order["DOC_NUMBER"] for order in logo.books.all("salesOrders", FIRST)] == [number]
    assert health.status_code == 200
    assert status == 0
    assert any("methods/revoke" in asked for asked in logo.asked)
    assert logo.sessions.most_at_once == 1


async def test_the_terminal_connects_and_says_how_it_stands(
    environment: dict[str, str], service: Service, logo: Logo, world: World, link: Link
) -> None:
    world.builder.connection.execute("delete from erp_connections")
    missing = await in_terminal(environment, "status")
    made = await in_terminal(environment, "connect", service.url, "--user", "LOGO", "--warehouse", "0=IST")
    logo.books.add("items", FIRST, item("küçük vida"), MORNING)
    await link.pull(ErpStream.PRODUCTS)
    said = await in_terminal(environment, "status")
    await in_terminal(environment, "company", "--firm", "1", "--period", "2")
    await in_terminal(environment, "pause")
    paused = await in_terminal(environment, "status")
    await in_terminal(environment, "resume")
    await in_terminal(environment, "reread", "products")

    assert "not connected" in missing
    assert made.startswith("Connected.")
    assert "products küçük vida" in said
    assert "0 orders wait" in said
    assert "period 2, paused" in paused
    assert world.one("select is_active from erp_connections")
    assert world.one("select count(*) from erp_cursors") == 0
    assert world.one("select count(*) from audit_log where action like 'erp_connection.%%'") == 5


async def test_an_address_or_a_warehouse_that_cannot_be_is_refused(environment: dict[str, str]) -> None:
    address = await in_terminal(environment, "connect", "logo:32001", "--user", "LOGO")
    warehouse = await in_terminal(environment, "connect", "http://logo", "--user", "L", "--warehouse", "IST")

    assert "cannot be like this" in address
    assert "such as 0=IST" in warehouse


async def test_the_supervisor_starts_it_only_where_it_is_asked_for(environment: dict[str, str]) -> None:
    ports = dict.fromkeys(plan.PORT_VARIABLES.values(), "1")
    without = [one.name for one in plan.services(environment | ports)]
    asked = [one.name for one in plan.services(environment | ports | {"B2B_LOGO_CONNECTOR": "true"})]

    assert "logo" not in without
    assert asked == [*without, "logo"]


async def test_a_redirect_is_refused_and_the_token_goes_nowhere(link: Link, service: Service) -> None:
    with Receiver() as elsewhere, Receiver() as gate:
        gate.behaviour = lambda _: Reply(status=307, headers={"Location": elsewhere.url()})
        await link.connect(f"http://127.0.0.1:{gate.port}")

        with pytest.raises(ErpAway, match="redirect"):
            await link.pull(ErpStream.PRODUCTS)

        assert elsewhere.received == []


async def test_an_invoice_of_an_order_that_we_wrote_takes_the_place_of_its_credit(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    number = await place(buyer, world, ("SKU-1", 2))
    await link.publish()
    await link.connector.write()
    theirs = logo.books.all("salesOrders", FIRST)[0]["NUMBER"]
    lines = [sold("SKU-1", 2, 100.0, ORDER_NUMBER=theirs)]
    logo.books.add("salesInvoices", FIRST, invoice("FAT1", "erp-D-1", lines), MORNING)
    logo.books.add("Arps", FIRST, arp("120.5"), MORNING)
    link.clock.ahead += timedelta(minutes=1)

    await link.pull(ErpStream.INVOICES)

    assert world.one("select order_number from invoices") == number
    assert world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id) == 0

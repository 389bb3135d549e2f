"""Lines of the log have the fields that are documented, and no others."""

import logging
import re
from pathlib import Path

import structlog
from structlog.testing import capture_logs

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.messaging.lanes import WakeUps, make_broker
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.persistence.session import make_engine
from tests.integration.clients import Client
from tests.integration.world import World

PAGE = Path(__file__).parents[3] / "docs" / "operations.md"
BY_THE_PROCESS = {"timestamp", "level", "process"}


def documented() -> set[str]:
    table = PAGE.read_text().partition("## Logs and health")[2].partition("Levels:")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    return {field for row in rows for field in re.findall(r"`(\w+)`", row)}


async def test_a_request_is_one_line_with_documented_fields(
    portal: Client, integration: Client, world: World
) -> None:
    dealer, erp = portal.as_user(world.dealers["D-1"].token()), integration.as_key(world.add_api_key())
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        await dealer.get("/api/v1/orders", headers={"X-Request-Id": "r-1"})
        await erp.get("/api/integration/v1/orders", headers={"X-Request-Id": "r-2"})

    requests = [line for line in lines if line["event"] == "request"]
    assert [line["request_id"] for line in requests] == ["r-1", "r-2"]
    assert "dealer_id" in requests[0]
    assert "machine_id" in requests[1]
    for line in requests:
        assert line["tenant_id"] == str(world.tenant_id)
        assert set(line) - {"log_level"} <= documented()
    assert documented() >= BY_THE_PROCESS


def test_what_libraries_say_is_written_as_the_process_wants_it(settings: Settings) -> None:
    before = list(logging.getLogger().handlers)
    create_portal(settings)
    create_integration(settings)

    assert logging.getLogger().handlers == before


async def test_what_happened_is_told_under_the_request_that_caused_it(
    portal: Client, world: World, settings: Settings
) -> None:
    dealer = portal.as_user(world.dealers["D-1"].token())
    placed = await dealer.post(
        "/api/v1/orders",
        json=world.order_body(),
        headers={"X-Request-Id": "r-9", "Idempotency-Key": "key-of-r-9"},
    )
    engine = make_engine(settings.database_url, pool_size=1)
    relay = Relay(engine, WakeUps(make_broker(settings.redis_url)))

    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        await relay.publish(TenantId(world.tenant_id))
    await engine.dispose()

    told = [line for line in lines if line["event"] == "event.published"]
    created = next(line for line in told if line["event_type"] == "order.created")
    number = placed.raise_for_status().json()["number"]
    assert created["resource_id"] == str(world.one("select id from orders where number = %s", number))
    assert {line["request_id"] for line in told} == {"r-9"}
    assert all(set(line) - {"log_level"} <= documented() for line in told)

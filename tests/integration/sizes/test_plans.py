"""Every request of the main job is served by indexes.

Small tables are quicker read whole, so the server is told not to: what it still reads so has no index.
What takes more rows than an answer needs is found at any size.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg
import pytest

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import DatabaseUrls
from benchmarks.plans.asking import Entrances, find_facts, let_in
from benchmarks.plans.calls import Call, calls
from benchmarks.plans.judging import faults
from benchmarks.plans.log import Log, forget_plans, write_plans
from benchmarks.sizes import Filled
from benchmarks.sizes.filling import TENANT
from tests.integration.clients import Client
from tests.integration.sizes.conftest import DATABASE

# What grows with the trade; the others are read whole, and rightly so.
LARGE: Final = frozenset(
    {
        "accounts", "approvals", "audit_log", "credit_holds", "customer_addresses", "customers",
        "invoice_lines", "invoices", "journal_entries", "journal_postings", "order_lines",
        "order_status_changes", "orders", "outbox", "prices", "product_categories",
        "product_search", "products", "stock_levels",
        "stock_reservations", "users", "webhook_deliveries",
    }
)  # fmt: skip

Asking = dict[str, Client]


@pytest.fixture
def let(connection: psycopg.Connection[Any], filled: Filled) -> Iterator[Entrances]:
    write_plans(connection, DATABASE, enable_seqscan="off")
    connection.execute("update tenants set host = 'testserver' where code = %s", [TENANT])
    yield let_in(connection, filled.tenant_id, TENANT)
    forget_plans(connection, DATABASE)


@pytest.fixture
async def asking(settings: Settings, filled_database: DatabaseUrls, let: Entrances) -> AsyncIterator[Asking]:
    known = msgspec.structs.replace(
        settings, database_url=filled_database.app, database_owner_url=filled_database.owner
    )
    portal, integration = create_portal(known), create_integration(known)
    async with Client.of(portal) as door, Client.of(integration) as machines:
        yield {
            "dealer": await _signed_in(door, let.owner, let.password, let.code),
            "staff": await _signed_in(door, let.staff, let.password),
            "machine": machines.as_key(let.api_key),
        }
    await portal.state.dishka_container.close()
    await integration.state.dishka_container.close()


async def _signed_in(door: Client, email: str, password: str, code: str | None = None) -> Client:
    body = {"email": email, "password": password} | ({"partner_code": code} if code else {})
    answer = await door.post("/api/v1/auth/token", json=body)
    return door.as_user(answer.raise_for_status().json()["access_token"])


async def test_every_request_is_served_by_indexes(
    asking: Asking, connection: psycopg.Connection[Any], let: Entrances, public_folder: Path
) -> None:
    facts = find_facts(connection, let.code)
    log = Log(public_folder / "servers" / "logs" / "postgres.log")
    wrong: list[str] = []
    for call in calls(facts):
        if not call.path.startswith("/api/"):
            continue
        log.read()
        await _ask(asking, call)
        # A plan is written when its transaction ends, which may be after the answer.
        await asyncio.sleep(0.05)
        plans = log.read()
        assert plans, call.title
        wrong += [
            f"{call.title}: {fault}: {plan.text[:200]}"
            for plan in plans
            for fault in faults(plan, LARGE, _rows_max(call), whole=bool(call.why))
        ]

    assert not wrong, "\n".join(wrong)


def _rows_max(call: Call) -> int:
    """What is pushed is joined to tables as small as these by reading them in the order of an index."""
    return call.rows_max if call.method == "GET" else 5_000


async def _ask(asking: Asking, call: Call) -> None:
    client = asking[call.who]
    if call.method == "GET":
        answer = await client.get(call.path)
    else:
        answer = await client.write(call.path, call.body)
    assert answer.is_success, (call.title, answer.text)

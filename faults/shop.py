"""A seeded tenant, the four processes that serve it, what they need, and a receiver of its webhooks."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
from psycopg.types.json import Jsonb

from b2b.infrastructure.embedded import EmbeddedServers
from faults.disk import Disk
from faults.history import History
from faults.processes import Service
from faults.proxy import Links
from faults.receiver import VerifyingReceiver
from tests.integration.world import World

WAREHOUSE: Final = "IST"
# Little of it, so that dealers compete; counted again and again with the same result.
RARE: Final[Mapping[str, int]] = {"RARE-1": 90, "RARE-2": 40}
# Its prices and counts are pushed while it is ordered.
PUSHED: Final = ("PUSH-1", "PUSH-2", "PUSH-3", "PUSH-4")
DEALERS: Final = 12
# Credit for a few orders: then invoices have to be paid, or orders cancelled, before there can be more.
TIGHT: Final = "3000.00"
ABOVE_500: Final = {"code": "amount_above", "amount": {"amount": "500.00", "currency": {"code": "TRY"}}}
# After this, what waits for approval is given up.
HOLD_HOURS: Final = 1
# One endpoint takes events as they come, the other asks for each order's events in their order.
ENDPOINTS: Final[Mapping[str, bool]] = {"/any": False, "/ordered": True}

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class Shop:
    """What one round works with; `connect` reaches its database past everything that is made to fail.

    - `home` is the servers', with the records of their processes.
    - `disk` has PostgreSQL's data, and is None where no file system may be mounted.
    """

    world: World
    home: Path
    owner_url: str
    servers: EmbeddedServers
    disk: Disk | None
    services: Mapping[str, Service]
    links: Links
    receiver: VerifyingReceiver
    api_key: str
    history: History

    @property
    def portal_url(self) -> str:
        return f"http://127.0.0.1:{self.links['clients>portal'].port}/api/v1"

    @property
    def integration_url(self) -> str:
        return f"http://127.0.0.1:{self.links['erp>integration'].port}/api/integration/v1"

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Within the tenant; each statement is its own transaction, and a transaction sees one moment."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.execute("select set_config('app.tenant_id', %s, false)", [str(self.world.tenant_id)])
            yield connection

    async def start(self) -> None:
        """Everything runs and answers, and the receiver is registered."""
        for service in self.services.values():
            service.start()
        await self.ready()
        await self._register()

    async def ready(self) -> None:
        await asyncio.gather(*(service.ready() for service in self.services.values()))

    def kill(self) -> None:
        for service in self.services.values():
            service.kill()

    async def feed(self, limit: int = 200) -> list[dict[str, Any]]:
        """Every event there is, page after page."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        async with self._machine() as machine:
            while True:
                asked = {"limit": limit} | ({"after": cursor} if cursor else {})
                answer = await machine.get("/events", params=asked)
                answer.raise_for_status()
                page = answer.json()
                if not page["items"]:
                    return found
                found += page["items"]
                cursor = page["next_cursor"]

    async def _register(self) -> None:
        async with self._machine() as machine:
            for path, in_order in ENDPOINTS.items():
                url = f"http://127.0.0.1:{self.links['worker>receiver'].port}{path}"
                body = {"url": url, "event_types": ["*"], "in_order": in_order}
                answer = await machine.post("/webhooks/endpoints", json=body)
                answer.raise_for_status()
                self.receiver.secrets[path] = answer.json()["secret"]

    def _machine(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.integration_url, headers={"X-API-Key": self.api_key}, timeout=20.0
        )


def stock(world: World) -> None:
    """A tenant of `World` as a round wants it: dealers with much and with little credit, rare goods."""
    for place in range(3, DEALERS + 1):
        world.add_dealer(f"D-{place}")
    for dealer in ("D-1", "D-2", "D-3"):
        world.builder.connection.execute(
            "update accounts set credit_limit = %s where id = %s", [TIGHT, world.dealers[dealer].account_id]
        )
    for sku, count in RARE.items():
        world.add_product(sku, price="40.00", on_hand=count)
    for sku in PUSHED:
        world.add_product(sku, on_hand=50_000)
    world.add_rule("Above 500", [ABOVE_500])
    world.builder.insert("settings", name="orders.hold_hours", value=Jsonb(HOLD_HOURS), version=1)

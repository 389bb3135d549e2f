"""A seeded tenant, the four processes that serve it, and a receiver of its webhooks."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from b2b.infrastructure.embedded import EmbeddedServers
from tests.integration.world import World
from tests.system.processes import Service, until
from tests.system.receiver import VerifyingReceiver

QUIET_SECONDS = 45.0


@dataclass
class Shop:
    world: World
    valkey: EmbeddedServers
    services: Mapping[str, Service]
    receiver: VerifyingReceiver
    api_key: str

    @property
    def portal(self) -> Service:
        return self.services["portal"]

    def client(self) -> httpx.AsyncClient:
        """One for everybody who signs in: making a client costs more than a request."""
        return httpx.AsyncClient(base_url=f"{self.portal.url}/api/v1", timeout=20.0)

    def machine(self) -> httpx.AsyncClient:
        base = f"{self.services['integration'].url}/api/integration/v1"
        return httpx.AsyncClient(base_url=base, headers={"X-API-Key": self.api_key}, timeout=20.0)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Shop"]:
        """Everything runs and answers and the receiver is registered; nothing is left after the block."""
        try:
            for service in self.services.values():
                service.start()
            await asyncio.gather(*(service.ready() for service in self.services.values()))
            await self._register()
            yield self
        finally:
            for service in self.services.values():
                service.kill()

    async def quiet(self) -> None:
        """Until every event has its place in the feed and was delivered."""

        def rest() -> dict[str, int]:
            connection = self.world.builder.connection
            rows = connection.execute(
                "select 'unpublished', count(*) from outbox where published_at is null union all"
                " select state, count(*) from webhook_deliveries where state <> 'delivered' group by state"
            ).fetchall()
            return {row[0]: row[1] for row in rows if row[1]}

        await until(lambda: not rest(), lambda: f"Still waiting: {rest()}", seconds=QUIET_SECONDS)

    async def feed(self, limit: int = 200) -> list[dict[str, Any]]:
        """Every event there is, page after page."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        async with self.machine() as machine:
            while True:
                asked = {"limit": limit} | ({"after": cursor} if cursor else {})
                answer = await machine.get("/events", params=asked)
                assert answer.status_code == 200, answer.text
                page = answer.json()
                if not page["items"]:
                    return found
                found += page["items"]
                cursor = page["next_cursor"]

    async def _register(self) -> None:
        body = {"url": self.receiver.url(), "event_types": ["*"]}
        async with self.machine() as machine:
            answer = await machine.post("/webhooks/endpoints", json=body)
        assert answer.status_code == 201, answer.text
        self.receiver.secret = answer.json()["secret"]

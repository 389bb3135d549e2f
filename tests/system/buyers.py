"""Dealers' programs that order over HTTP and, when a connection is lost, ask again with the same key."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from tests.integration.world import Dealer
from tests.system.shop import Shop

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.1
CANCELLED_OF_TEN = 1


@dataclass
class Wish:
    """An order that somebody wants, with the key that makes it one order."""

    dealer: str
    key: str
    lines: list[dict[str, Any]]
    cancel: bool


@dataclass
class Buyers:
    """Place wishes from many dealers, several at a time; `placed` has what was acknowledged."""

    shop: Shop
    seed: int
    placed: dict[str, dict[str, Any]] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    lost_connections: int = 0
    replays: int = 0
    _client: httpx.AsyncClient = field(init=False)

    def wishes(self, count: int) -> list[Wish]:
        chance = random.Random(self.seed)
        dealers, skus = sorted(self.shop.world.dealers), sorted(self.shop.world.products)
        return [
            Wish(
                dealer=chance.choice(dealers),
                key=str(UUID(int=chance.getrandbits(128))),
                lines=[
                    {"sku": sku, "quantity": chance.randint(1, 5)}
                    for sku in chance.sample(skus, chance.randint(1, 4))
                ],
                cancel=chance.randrange(10) < CANCELLED_OF_TEN,
            )
            for _ in range(count)
        ]

    async def place(self, count: int, *, at_once: int, acknowledged: Callable[[int], None]) -> None:
        """Every wish until it is answered; `acknowledged` hears how many orders there are after each."""
        rest = self.wishes(count)[::-1]

        async def work() -> None:
            while rest:
                await self._fulfil(rest.pop())
                acknowledged(len(self.placed))

        async with self.shop.client() as self._client, asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(work())

    async def _fulfil(self, wish: Wish) -> None:
        dealer = self.shop.world.dealers[wish.dealer]
        body = {
            "lines": wish.lines,
            "shipping_address_id": str(dealer.address_id),
            "payment_method": "open_account",
        }
        answer = await self._until_answered(dealer, "/orders", body, wish.key)
        assert answer.status_code == 201, answer.text
        order = answer.json()
        assert order["number"] not in self.placed, "One order for two wishes."
        self.placed[order["number"]] = order
        if wish.cancel:
            path = f"/orders/{order['number']}/cancellation"
            answer = await self._until_answered(dealer, path, {"reason": "Vazgeçtik"}, f"c-{wish.key}")
            assert answer.status_code == 200, answer.text
            self.cancelled.add(order["number"])

    async def _until_answered(
        self, dealer: Dealer, path: str, body: dict[str, Any], key: str
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {dealer.token()}", "Idempotency-Key": key}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    answer = await self._client.post(path, json=body, headers=headers)
                except httpx.TransportError:
                    self.lost_connections += 1
                else:
                    if answer.status_code != 503:
                        self.replays += "Idempotent-Replayed" in answer.headers
                        return answer
                await asyncio.sleep(PAUSE_SECONDS)

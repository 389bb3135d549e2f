"""The distributor's ERP: it pushes prices and counts without a pause, and papers about orders."""

import asyncio
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import msgspec

from faults.asking import Answer, Asker
from faults.history import Placed
from faults.shop import PUSHED, RARE, WAREHOUSE, Shop

PAUSE_SECONDS: Final = 0.15
LATER: Final = {"Content-Type": "application/x-ndjson", "Prefer": "respond-async"}
DAY: Final = "2026-11-20"


@dataclass(slots=True)
class Erp:
    """Versions only grow, so that the last one of each thing is what has to be there in the end."""

    shop: Shop
    machine: Asker
    version: int = 0

    async def open(self) -> None:
        """The first prices: without them nothing of `PUSHED` can be ordered."""
        await self.push_prices(later=False)

    async def push(self, seed: int, ended: asyncio.Event) -> None:
        """Prices, at once and as jobs, and counts, until `ended`."""
        chance = random.Random(seed)
        while not ended.is_set():
            kind = chance.randrange(5)
            if kind < 2:
                await self.push_stock()
            else:
                await self.push_prices(later=kind == 2)
            await asyncio.sleep(PAUSE_SECONDS)

    async def push_prices(self, *, later: bool) -> None:
        self.version += 1
        prices = {
            sku: Decimal(f"{20 + place * 30 + self.version % 7}.50") for place, sku in enumerate(PUSHED)
        }
        items = [
            {
                "external_id": f"PL-{sku}",
                "source_version": self.version,
                "sku": sku,
                "level": "list",
                "unit_price": str(price),
                "currency": "TRY",
            }
            for sku, price in prices.items()
        ]
        await (self._push_later if later else self._push)("/prices", items)
        self.shop.history.prices.update(prices)

    async def push_stock(self) -> None:
        """What is rare was counted again with the same result, while its pieces are being promised."""
        self.version += 1
        counts = dict.fromkeys(PUSHED, 50000 + self.version) | dict(RARE)
        items = [
            {"sku": sku, "warehouse": WAREHOUSE, "on_hand": count, "source_version": self.version}
            for sku, count in counts.items()
        ]
        await self._push("/stock", items)
        self.shop.history.counts.update(counts)

    async def invoice(self, order: Placed) -> None:
        """An invoice of all of the order, as one line, in place of its hold."""
        net = order.gross / Decimal("1.2")
        amounts = {"net": net, "vat": order.gross - net}
        money = {name: _lira(amount) for name, amount in amounts.items()}
        item = {
            "external_id": f"INV-{order.number}",
            "source_version": 1,
            "number": f"F-{order.number}",
            "customer_external_id": f"erp-{order.dealer}",
            "order_number": order.number,
            "issued_on": DAY,
            "due_on": "2026-12-20",
            "currency": "TRY",
            "lines": [
                {
                    "name": "Sipariş",
                    "quantity": 1,
                    "unit_price": money["net"]["amount"],
                    "vat_rate": "20",
                    **money,
                }
            ],
            "totals": money | {"gross": _lira(order.gross)},
        }
        await self._push("/invoices", [item])
        self.shop.history.invoiced[order.number] = order.gross

    async def receive_payment(self, order: Placed, amount: Decimal) -> None:
        paid = amount.quantize(Decimal("0.01"))
        item = {
            "external_id": f"PAY-{order.number}",
            "customer_external_id": f"erp-{order.dealer}",
            "kind": "payment",
            "number": f"T-{order.number}",
            "document_date": DAY,
            "due_date": DAY,
            "credit": str(paid),
            "currency": "TRY",
        }
        await self._push("/account-entries", [item])
        self.shop.history.paid[f"PAY-{order.number}"] = paid

    async def _push(self, path: str, items: list[dict[str, Any]]) -> None:
        answer = await self.machine.post(path, {"items": items}, self._key())
        if answer.status != 200 or answer.body["failed"]:
            self._is_odd(path, answer)

    async def _push_later(self, path: str, items: list[dict[str, Any]]) -> None:
        body = b"\n".join(msgspec.json.encode(item) for item in items)
        answer = await self.machine.send(path, body, {**self._key(), **LATER})
        if answer.status == 202:
            self.shop.history.jobs.add(answer.body["job"]["id"])
        else:
            self._is_odd(path, answer)

    def _is_odd(self, path: str, answer: Answer) -> None:
        self.shop.history.odd(f"a push to {path} was answered {answer.status}: {answer.body}")

    def _key(self) -> dict[str, str]:
        return {"X-API-Key": self.shop.api_key}


def _lira(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "TRY"}

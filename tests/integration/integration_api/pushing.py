"""A sender of pushes, as an ERP would be, for tests."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tests.integration.clients import Client

PATH = "/api/integration/v1"
Item = Mapping[str, Any]


class Erp:
    def __init__(self, client: Client) -> None:
        self.client = client

    async def push(self, resource: str, *items: Item, results: str = "notable", **envelope: Any) -> Any:
        """As JSON; answers the decoded result."""
        response = await self.client.post(
            f"{PATH}/{resource}?results={results}", json={"items": list(items), **envelope}
        )
        assert response.status_code == 200, response.text
        return response.json()

    async def one(self, resource: str, **item: Any) -> Any:
        """The fate of a single item."""
        answer = await self.push(resource, item, results="all")
        return answer["results"][0]

    async def lines(
        self, resource: str, lines: Iterable[bytes | Item], query: str = "", **headers: str
    ) -> Any:
        body = b"\n".join(line if isinstance(line, bytes) else msgspec.json.encode(line) for line in lines)
        response = await self.client.post(
            f"{PATH}/{resource}{query}",
            content=body,
            headers={"Content-Type": "application/x-ndjson", **headers},
        )
        assert response.status_code == 200, response.text
        return response.json()


def product(sku: str, **more: Any) -> dict[str, Any]:
    return {"external_id": f"P-{sku}", "sku": sku, "name": f"Product {sku}", "vat_rate": "20", **more}


def price(name: str, sku: str, amount: str = "10.00", **more: Any) -> dict[str, Any]:
    return {
        "external_id": name,
        "sku": sku,
        "level": "list",
        "unit_price": amount,
        "currency": "TRY",
        **more,
    }


def dealer(code: str, **more: Any) -> dict[str, Any]:
    return {"external_id": code, "code": code, "title": f"Bayi {code}", "currency": "TRY", **more}

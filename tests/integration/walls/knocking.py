"""Operations as the apps' own documents name them, and one request to one of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import uuid4

import httpx
from litestar import Litestar

from tests.integration.clients import Client

METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, kw_only=True)
class Operation:
    id: str
    method: str
    path: str
    document: dict[str, Any]

    @property
    def parameters(self) -> list[dict[str, Any]]:
        found = self.document.get("parameters", [])
        assert isinstance(found, list)
        return found

    @property
    def has_body(self) -> bool:
        return "requestBody" in self.document


@cache
def operations(app: Litestar) -> dict[str, Operation]:
    return {
        document["operationId"]: Operation(
            id=document["operationId"], method=method.upper(), path=path, document=document
        )
        for path, item in app.openapi_schema.to_schema()["paths"].items()
        for method, document in item.items()
        if method in METHODS
    }


@dataclass(frozen=True, kw_only=True)
class Knock:
    """A whole request; tests of bad input change one thing of it."""

    operation: Operation
    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None

    async def on(self, client: Client) -> httpx.Response:
        url = self.operation.path.format_map(self.path)
        sent = {"json": self.body} if self.operation.has_body else {}
        return await client.request(
            self.operation.method, url, params=self.query, headers=self.headers, **sent
        )


def keyed(operation: Operation, if_match: str) -> dict[str, str]:
    """The headers that some operations want."""
    known = {"Idempotency-Key": str(uuid4()), "If-Match": if_match}
    named = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "header"}
    return {name: value for name, value in known.items() if name in named}

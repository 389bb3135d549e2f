"""An HTTP client over an app in this process, that signs in as anybody of a test's world."""

from typing import Any, Self
from uuid import uuid4

import httpx
from litestar import Litestar


class Client(httpx.AsyncClient):
    """`as_user` and `as_key` answer a client with that identity, over the same app."""

    app: Litestar

    @classmethod
    def of(cls, app: Litestar, headers: dict[str, str] | None = None) -> Self:
        client = cls(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),  # type: ignore[arg-type]
            base_url="http://testserver",
            headers=headers,
        )
        client.app = app
        return client

    def as_user(self, token: str) -> Self:
        return type(self).of(self.app, {"Authorization": f"Bearer {token}"})

    def as_key(self, key: str) -> Self:
        return type(self).of(self.app, {"X-API-Key": key})

    async def write(self, path: str, body: object, *, key: str | None = None) -> httpx.Response:
        """A POST with an idempotency key of its own unless one is given."""
        return await self.post(path, json=body, headers={"Idempotency-Key": key or str(uuid4())})


def lira(amount: str) -> dict[str, Any]:
    return {"amount": amount, "currency": "TRY"}

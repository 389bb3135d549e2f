"""Making keys as an administrator does, for tests of what becomes of them."""

import asyncio
import time
from uuid import uuid4

from tests.integration.clients import Client
from tests.integration.world import World

CLIENTS = "/api/v1/api-clients"
ORDERS = "/api/integration/v1/orders"
TOKEN = "/api/integration/v1/oauth/token"
SECONDS = 10.0


async def make_key(admin: Client, **terms: object) -> tuple[str, str]:
    """The path of a new key of a new client, and the key."""
    client = (await admin.write(CLIENTS, {"name": f"ERP {uuid4().hex[:8]}"})).json()["id"]
    body = {"name": "main", "scopes": ["orders:read"], **terms}
    issued = await admin.write(f"{CLIENTS}/{client}/keys", body)
    assert issued.status_code == 201, issued.text
    return f"{CLIENTS}/{client}/keys/{issued.json()['id']}", issued.json()["key"]


def split_key(key: str) -> tuple[str, str]:
    """What OAuth calls the client and its secret."""
    mark, tenant, prefix, secret = key.split("_", 3)
    return f"{mark}_{tenant}_{prefix}", secret


async def uses_written(world: World, count: int) -> None:
    """Returns once there are so many uses: they are written off the requests' way."""
    until = time.monotonic() + SECONDS
    while world.one("select count(*) from key_uses") < count:
        assert time.monotonic() < until, world.one("select count(*) from key_uses")
        await asyncio.sleep(0.1)
